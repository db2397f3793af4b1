import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { listFiles } from "../architecture/source-module.ts";

/** Folders with a command of their own: they need the built package, other run-times, frameworks, a browser, or database servers. */
const elsewhere: readonly string[] = [
  "test/package/",
  "test/runtimes/",
  "test/browser/",
  "test/frameworks/",
  "test/stores/",
];

/** Makes the tests of files that import it, and has none of its own. */
const maker = "test/hostile/run-traits.ts";

const atLeast = 90;

/**
 * Imports the test files of one of several processes: a process for each file would take most of its time to start.
 * @param shard - which one, from 0
 */
export async function importShard(shard: number): Promise<void> {
  const files = listFiles("test", ".test.ts").filter((path) => !isElsewhere(path));
  const own = files.filter((_path, index) => index % shards === shard);
  for (const path of own) await import(new URL(`../../${path}`, import.meta.url).href);

  test(`shard ${shard + 1} of ${shards}: every file that holds tests is imported by one of them`, () => {
    const holdTests = listFiles("test", ".ts").filter(
      (path) => !isElsewhere(path) && path !== maker && !path.startsWith("test/shards/") && usesRunner(path),
    );
    assert.deepEqual(
      holdTests.filter((path) => !files.includes(path)),
      [],
      "these files hold tests, but are not imported: name them *.test.ts",
    );
    assert.ok(own.length >= atLeast, `imported ${own.length} test files, fewer than ${atLeast}`);
    const processes = listFiles("test/shards", ".ts").filter((path) => /\/\d+\.ts$/.test(path));
    assert.equal(processes.length, shards, "files of test/shards");
  });
}

/** As many as test/shards has files with a number. */
const shards = 2;

function isElsewhere(path: string): boolean {
  return elsewhere.some((folder) => path.startsWith(folder));
}

function usesRunner(path: string): boolean {
  return /import \{[^}]*\b(?:test|describe|it|suite)\b[^}]*\} from "node:test"/.test(
    readFileSync(new URL(`../../${path}`, import.meta.url), "utf8"),
  );
}
