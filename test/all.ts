// Imports every test file, so that all of them run in one process: `npm test`.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { listFiles } from "./architecture/source-module.ts";

/** Folders with a command of their own: they need the built package, other run-times, a browser, or database servers. */
const elsewhere: readonly string[] = ["test/package/", "test/runtimes/", "test/browser/", "test/stores/"];

/** Makes the tests of files that import it, and has none of its own. */
const maker = "test/hostile/run-traits.ts";

const atLeast = 90;

const files = listFiles("test", ".test.ts").filter((path) => !isElsewhere(path));
const holdTests = listFiles("test", ".ts").filter(
  (path) => !isElsewhere(path) && !["test/all.ts", maker].includes(path) && usesRunner(path),
);
const imported: string[] = [];

for (const path of files) {
  await import(new URL(`../${path}`, import.meta.url).href);
  imported.push(path);
}

test("all: every file that holds tests was imported", () => {
  assert.deepEqual(
    holdTests.filter((path) => !imported.includes(path)),
    [],
    "these files hold tests, but were not imported: name them *.test.ts",
  );
  assert.ok(imported.length >= atLeast, `imported ${imported.length} test files, fewer than ${atLeast}`);
});

console.log(`${imported.length} test files in one process.`);

function isElsewhere(path: string): boolean {
  return elsewhere.some((folder) => path.startsWith(folder));
}

function usesRunner(path: string): boolean {
  return /import \{[^}]*\b(?:test|describe|it|suite)\b[^}]*\} from "node:test"/.test(
    readFileSync(new URL(`../${path}`, import.meta.url), "utf8"),
  );
}
