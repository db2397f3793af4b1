import assert from "node:assert/strict";
import { test } from "node:test";
import { errorCodes } from "../../src/errors/codes.ts";
import { findCodeProblems, findDocumentationProblems } from "./error-codes.ts";
import { parseModule, readModules, readText } from "./source-module.ts";

const codes: readonly string[] = Object.values(errorCodes).flat();

test("error codes: a code that is thrown nowhere, and a text that is no code, are found", () => {
  const module = parseModule("src/a.ts", `throw new ConfigurationError("ERR_B", {}); // ERR_A`);
  assert.deepEqual(findCodeProblems([module], ["ERR_A"]), [
    "ERR_A is thrown nowhere.",
    "ERR_B of src/a.ts is not in src/errors/codes.ts.",
  ]);
});

test("error codes: each is thrown somewhere in src", () => {
  assert.deepEqual(findCodeProblems(readModules("src"), codes), []);
});

test("error codes: a missing section, a missing part and a section too many are found", () => {
  const page = [
    "### `ERR_A`",
    "- Meaning: something is not as it should be.",
    "- Cause: somebody did something unwise.",
    "### `ERR_C`",
    "",
  ].join("\n");
  assert.deepEqual(findDocumentationProblems(page, ["ERR_A", "ERR_B"]), [
    "ERR_A lacks its Remedy.",
    "ERR_B is not explained.",
    "ERR_C is explained, but is no code.",
  ]);
});

test("error codes: docs/errors.md explains each with meaning, cause and remedy", () => {
  assert.deepEqual(findDocumentationProblems(readText("docs/errors.md"), codes), []);
  assert.ok(codes.length >= 45, `saw ${codes.length} codes only`);
});

test("error codes: each begins with the name of its family", () => {
  const wrong = Object.entries(errorCodes).flatMap(([family, list]) =>
    list.filter((code) => !code.startsWith(`ERR_${family.toUpperCase()}_`)),
  );
  assert.deepEqual(wrong, []);
});
