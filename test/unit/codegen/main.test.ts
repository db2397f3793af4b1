import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { contribution, specFiles } from "./tiny-specs.ts";

const root = mkdtempSync(join(tmpdir(), "codegen main "));
after(() => rmSync(root, { recursive: true }));
const project = fileURLToPath(new URL("../../../", import.meta.url));

function specsFolder(name: string, changes: Readonly<Record<string, unknown>> = {}): string {
  const folder = join(root, name);
  for (const [path, content] of specFiles(changes)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), JSON.stringify(content));
  }
  return folder;
}

function run(...args: readonly string[]): {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
} {
  return spawnSync(process.execPath, ["--import", "tsx", "codegen/main.ts", ...args], {
    cwd: project,
    encoding: "utf8",
  });
}

test("check fails on drift, write mends it, check then passes", () => {
  const specs = specsFolder("good");
  const out = join(root, "out");
  const missing = run("check", "--specs", specs, "--out", out);
  assert.equal(missing.status, 1);
  assert.match(missing.stdout, /^added generated\/checks\.ts\n/);
  assert.match(missing.stdout, /\n8 files from specs\/, 8 differ\.\n$/);
  assert.equal(missing.stderr, "generated/ is out of date: run `npm run generate` and commit the result.\n");

  const written = run("write", "--specs", specs, "--out", out);
  assert.equal(written.status, 0, written.stderr);
  assert.match(written.stdout, /\n8 files from specs\/, 8 written or removed\.\n$/);
  assert.ok(readdirSync(out).includes("scalars.ts"));

  const clean = run("check", "--specs", specs, "--out", out);
  assert.deepEqual([clean.status, clean.stdout, clean.stderr], [0, "8 files from specs/, 0 differ.\n", ""]);
});

test("a broken spec exits 1, names file, pointer and remedy, and writes nothing", () => {
  const out = join(root, "none");
  const { status, stdout, stderr } = run(
    "write",
    "--specs",
    specsFolder("broken", contribution({ m: { unit: 1 } })),
    "--out",
    out,
  );
  assert.deepEqual([status, stdout], [1, ""]);
  assert.equal(
    stderr,
    `2 problems in specs/:
specs/rfc1/answer.schema.json#/properties/m/unit: Unknown keyword unit. Use a keyword of the closed list in specs/README.md.
specs/common/token.schema.json#: No message uses this file. Refer to it (../common/token.schema.json) or delete it.
`,
  );
  assert.throws(() => readdirSync(out), /ENOENT/);
});

test("one problem is one problem", () => {
  const specs = specsFolder("one", { "rfc1/notes.json": [] });
  assert.equal(
    run("check", "--specs", specs).stderr,
    "1 problem in specs/:\nspecs/rfc1/notes.json#: This file has no place in specs/. See specs/README.md for the layout, or correct its JSON.\n",
  );
});

for (const args of [[], ["publish"], ["write", "twice"], ["write", "--force"]]) {
  test(`explains itself when called with ${args.length === 0 ? "nothing" : args.join(" ")}`, () => {
    const { status, stderr } = run(...args);
    assert.deepEqual([status, stderr], [2, "Usage: tsx codegen/main.ts write|check [--specs DIR] [--out DIR]\n"]);
  });
}
