import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { findDrift, writeOutput } from "../../../codegen/write-output.ts";

const root = mkdtempSync(join(tmpdir(), "write-output-"));
after(() => rmSync(root, { recursive: true }));
let made = 0;

/** A folder into which two files have been written. */
function written(): string {
  const folder = join(root, String(made++));
  writeOutput(folder, files);
  return folder;
}

const files = [
  { path: "a.ts", text: "a\n" },
  { path: "deep/b.ts", text: "b\n" },
];

test("writes into a folder that does not exist, and says what it added", () => {
  const folder = join(root, "new");
  assert.deepEqual(findDrift(folder, files), [
    { path: "a.ts", kind: "added" },
    { path: "deep/b.ts", kind: "added" },
  ]);
  assert.equal(existsSync(folder), false);
  assert.deepEqual(writeOutput(folder, files), [
    { path: "a.ts", kind: "added" },
    { path: "deep/b.ts", kind: "added" },
  ]);
  assert.equal(readFileSync(join(folder, "deep/b.ts"), "utf8"), "b\n");
});

test("a second run changes nothing and touches no file", () => {
  const folder = written();
  const before = statSync(join(folder, "a.ts")).mtimeMs;
  assert.deepEqual(findDrift(folder, files), []);
  assert.deepEqual(writeOutput(folder, files), []);
  assert.equal(statSync(join(folder, "a.ts")).mtimeMs, before);
});

test("finds a hand edit without repairing it, and repairs it when told to write", () => {
  const folder = written();
  writeFileSync(join(folder, "a.ts"), "edited\n");
  assert.deepEqual(findDrift(folder, files), [{ path: "a.ts", kind: "changed" }]);
  assert.equal(readFileSync(join(folder, "a.ts"), "utf8"), "edited\n");
  assert.deepEqual(writeOutput(folder, files), [{ path: "a.ts", kind: "changed" }]);
  assert.equal(readFileSync(join(folder, "a.ts"), "utf8"), "a\n");
});

test("finds a file that the specs no longer yield, and removes it when told to write", () => {
  const folder = written();
  const fewer = files.slice(0, 1);
  assert.deepEqual(findDrift(folder, fewer), [{ path: "deep/b.ts", kind: "removed" }]);
  assert.deepEqual(writeOutput(folder, fewer), [{ path: "deep/b.ts", kind: "removed" }]);
  assert.equal(existsSync(join(folder, "deep/b.ts")), false);
  assert.deepEqual(findDrift(folder, fewer), []);
});
