import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

test("all of generated/ compiles, and its types refuse what test/types/messages.ts says they refuse", () => {
  const compiler = fileURLToPath(import.meta.resolve("typescript/bin/tsc"));
  const project = fileURLToPath(new URL("../../types/messages.tsconfig.json", import.meta.url));
  const { status, stdout } = spawnSync(process.execPath, [compiler, "-p", project, "--noEmit"], { encoding: "utf8" });
  assert.equal(status, 0, stdout);
});
