import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { generateCommand } from "../../codegen/own/command.ts";
import { checkCustomClaims } from "../../src/schema/index.ts";
import { readText } from "../architecture/source-module.ts";

test("guide custom-claims: its schema compiles, and judges claims like the validator", async () => {
  const folder = mkdtempSync(join(tmpdir(), "own-claims-"));
  try {
    const [, schema = ""] = /```json\n(.*?)```/s.exec(readText("docs/guides/custom-claims.md")) ?? [];
    mkdirSync(join(folder, "contract/acme"), { recursive: true });
    writeFileSync(join(folder, "contract/acme/staff-claims.schema.json"), schema);
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
    const args = ["--specs", join(folder, "contract"), "--out", join(folder, "src"), "--extension", ".ts"];
    const { exitCode, errors } = await generateCommand(args, fileURLToPath(new URL("../../", import.meta.url)));
    assert.deepEqual([exitCode, errors], [0, ""]);
    const module = await import(pathToFileURL(join(folder, "src/messages/staff-claims.ts")).href);
    const check = (claims: object) => checkCustomClaims({ ...claims }, module.staffClaimsSchema, { name: "ID token" });
    assert.deepEqual(await check({ sub: "u", team: "engines", level: 2 }), { sub: "u", team: "engines", level: 2 });
    await assert.rejects(check({ sub: "u" }), { code: "ERR_VALIDATION_CLAIMS", message: /\/team is required/ });
    await assert.rejects(check({ team: "engines", level: 0 }), { code: "ERR_VALIDATION_CLAIMS", message: /\/level/ });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
