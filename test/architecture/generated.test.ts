import assert from "node:assert/strict";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import type { GeneratedFile } from "../../codegen/model.ts";
import { generate } from "../../codegen/pipeline.ts";
import { readRuntime, readSpecs } from "../../codegen/read-specs.ts";
import { findDrift } from "../../codegen/write-output.ts";
import { readText } from "./source-module.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
let output: readonly GeneratedFile[] = [];
let copy = "";

before(async () => {
  output = await generate(readSpecs(join(root, "specs")), readRuntime(join(root, "codegen/runtime")));
  copy = mkdtempSync(join(tmpdir(), "generated-"));
});

after(() => rmSync(copy, { recursive: true, force: true }));

test("generated: it is what specs/ yields, with no edit by hand", () => {
  assert.ok(output.length >= 75, `the generator gave ${output.length} files only`);
  assert.deepEqual(findDrift(join(root, "generated"), output), []);
});

test("generated: an edit by hand, a removed file and a file too many are found", () => {
  cpSync(join(root, "generated"), copy, { recursive: true });
  writeFileSync(
    join(copy, "messages/token-response.ts"),
    `${readText("generated/messages/token-response.ts")}// edited\n`,
  );
  writeFileSync(join(copy, "messages/extra.ts"), "");
  rmSync(join(copy, "messages/token-error.ts"));
  const drift = findDrift(copy, output).map(({ kind, path }) => `${kind} ${path}`);
  for (const expected of [
    "changed messages/token-response.ts",
    "removed messages/extra.ts",
    "added messages/token-error.ts",
  ]) {
    assert.ok(drift.includes(expected), drift.join("\n"));
  }
});
