import assert from "node:assert/strict";
import { test } from "node:test";
import { listFiles, readText } from "./source-module.ts";

const hook = /^(?:beforeEach|afterEach)\(/m;

test("test files: no hook of one file runs before the tests of all, which share a process", () => {
  const files = listFiles("test", ".test.ts");
  assert.ok(files.length >= 150, `only ${files.length} test files were seen`);
  assert.deepEqual(
    files.filter((path) => hook.test(readText(path))),
    [],
    "put the tests and their hook into a describe()",
  );
});

test("test files: a hook at the top is found, one inside a suite is not", () => {
  assert.ok(hook.test('import { test } from "node:test";\nbeforeEach(() => {});\n'));
  assert.ok(!hook.test('describe("x", () => {\n  beforeEach(() => {});\n});\n'));
});
