import assert from "node:assert/strict";
import { test } from "node:test";
import { lintSpecs } from "../../../codegen/lint/lint.ts";
import { SpecError } from "../../../codegen/problems.ts";
import { composition, contribution, problemsOf, specSet } from "./tiny-specs.ts";

test("accepts the tiny set", () => {
  assert.deepEqual(
    problemsOf(() => lintSpecs(specSet())),
    [],
  );
});

test("collects the problems of every lint, each with file, pointer, words and remedy", () => {
  const specs = specSet({
    ...contribution(
      { word: { $ref: "../common/tokens.schema.json", unit: 1 } },
      { allOf: [{ description: "A rule." }] },
    ),
    "messages/answer.schema.json": composition("answer", ["rfc1"], { title: "Reply", "x-wire": "body" }),
    "rfc1/examples/answer.json": {},
  });
  const problems = problemsOf(() => lintSpecs(specs));
  assert.deepEqual(
    problems.map(({ file, pointer }) => `${file}#${pointer}`),
    [
      "messages/answer.schema.json#/title",
      "rfc1/answer.schema.json#/properties/word/unit",
      "rfc1/answer.schema.json#/allOf/0/x-spec",
      "rfc1/answer.schema.json#/allOf/0/x-spec",
      "rfc1/answer.schema.json#/allOf/0",
      "messages/answer.schema.json#/x-wire",
      "rfc1/answer.schema.json#/properties/word/$ref",
      "common/token.schema.json#",
      "rfc1/examples/answer.json#",
    ],
  );
  assert.ok(problems.every(({ message, remedy }) => message !== "" && remedy !== ""));
});

test("a problem reads as one line: file, pointer, what is wrong, what to do", () => {
  const problem = { file: "a/b.schema.json", pointer: "/x", message: "It is wrong.", remedy: "Correct it." };
  assert.equal(new SpecError([problem, problem]).message, `${line}\n${line}`);
});

const line = "specs/a/b.schema.json#/x: It is wrong. Correct it.";
