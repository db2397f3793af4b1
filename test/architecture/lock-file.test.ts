import assert from "node:assert/strict";
import { test } from "node:test";
import { findLockProblems, type LockFile } from "./lock-file.ts";
import { readText } from "./source-module.ts";

test("lock file: a platform without entry and an address are found", () => {
  const lock: LockFile = {
    packages: {
      "": {},
      "node_modules/a": { optionalDependencies: { "a-linux": "1.0.0", "a-darwin": "1.0.0" } },
      "node_modules/a-linux": { resolved: "https://registry.example/a-linux.tgz" },
      "node_modules/b/node_modules/c": { optionalDependencies: { "a-linux": "1.0.0" } },
    },
  };
  assert.deepEqual(findLockProblems(lock), [
    "node_modules/a has the optional dependency a-darwin, which has no entry.",
    "node_modules/a-linux names an address: https://registry.example/a-linux.tgz",
  ]);
});

test("lock file: npm ci works on every platform, from any registry", () => {
  const lock: LockFile = JSON.parse(readText("package-lock.json"));
  assert.deepEqual(findLockProblems(lock), []);
  assert.ok(Object.keys(lock.packages).length >= 200);
});
