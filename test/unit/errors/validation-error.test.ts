import assert from "node:assert/strict";
import { test } from "node:test";
import { specification } from "../../../src/errors/specification.ts";
import { ValidationError, type ValidationIssue } from "../../../src/errors/validation-error.ts";

function issue(pointer: string, rest: Partial<ValidationIssue> = {}): ValidationIssue {
  const rule = specification("rfc6749", "5.1");
  return { pointer, keyword: "required", message: "is required", specification: rule, tolerances: [], ...rest };
}

test("ValidationError: lists each problem on a line, with pointer and section", () => {
  const issues = [issue("/access_token"), issue("", { message: "must be a JSON object", specification: undefined })];
  const error = new ValidationError("ERR_VALIDATION_RESPONSE", {
    messageName: "TokenResponse",
    issues,
    endpoint: "token_endpoint https://a",
    remedy: "Mend it.",
    status: 200,
  });
  assert.equal(
    error.message,
    [
      "TokenResponse breaks its specification: 2 problems [token_endpoint https://a].",
      "  /access_token is required (RFC 6749 §5.1)",
      "  (message) must be a JSON object",
      "Mend it.",
    ].join("\n"),
  );
  assert.equal(error.status, 200);
  assert.equal(error.messageName, "TokenResponse");
  assert.deepEqual(error.issues, issues);
  assert.ok(Object.isFrozen(error.issues));
});

test("ValidationError: counts one problem in the singular", () => {
  const error = new ValidationError("ERR_VALIDATION_REQUEST", { messageName: "M", issues: [issue("/a")] });
  assert.equal(error.message, "M breaks its specification: 1 problem.\n  /a is required (RFC 6749 §5.1)");
  assert.equal(error.status, undefined);
});

test("ValidationError: spells out twenty problems and counts the others; issues has all", () => {
  const issues = Array.from({ length: 30 }, (_, index) => issue(`/m${index}`));
  const error = new ValidationError("ERR_VALIDATION_RESPONSE", { messageName: "M", issues });
  const lines = error.message.split("\n");
  assert.equal(lines.length, 22);
  assert.equal(lines.at(-1), "  and 10 more");
  assert.equal(error.issues.length, 30);
});

test("ValidationError: as JSON it has all issues, tolerances and sections where there are any", () => {
  const issues = [issue("/a", { tolerances: ["null-members"] }), issue("/b", { specification: undefined })];
  const error = new ValidationError("ERR_VALIDATION_RESPONSE", { messageName: "M", issues });
  assert.deepEqual(error.toJSON().issues, [
    {
      pointer: "/a",
      keyword: "required",
      message: "is required",
      specification: "RFC 6749 §5.1",
      tolerances: ["null-members"],
    },
    { pointer: "/b", keyword: "required", message: "is required" },
  ]);
  assert.equal(error.toJSON().messageName, "M");
});

test("ValidationError: names that others chose can forge no lines of a log", () => {
  const pointer = `/a\n/b\u202E${"x".repeat(9000)}`;
  const error = new ValidationError("ERR_VALIDATION_RESPONSE", { messageName: "M", issues: [issue(pointer)] });
  assert.equal(error.message.split("\n").length, 2);
  assert.doesNotMatch(JSON.stringify(error), /\u202E/);
  assert.ok(error.message.length < 700);
  assert.equal(error.issues[0]?.pointer, pointer);
});
