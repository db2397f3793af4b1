import assert from "node:assert/strict";
import { test } from "node:test";
import { items, ofType } from "../../../generated/checks.ts";
import { defineMessage } from "../../../generated/define-message.ts";
import type { ValidatorProblem } from "../../../generated/message-schema.ts";
import { describeProblem, pointerOf } from "../../../src/schema/issue.ts";
import { problem, schemaOf } from "./schemas.ts";

const none = (): readonly ValidatorProblem[] => [];
const inner = defineMessage("Inner", "rfc7800 3\nrfc7800\njwk 0 rfc7800 3.2\ndeep 0 rfc7800 3.1", [ofType("null")]);
const base = defineMessage("Base", "rfc8414 2\nrfc8414\nissuer 0 rfc8414 2\npart 1 rfc8705 5\nop_name# 0 rfc7591 2.2", [
  ofType("null"),
  inner,
]);
const schema = defineMessage(
  "Sample",
  `oidc-discovery 3
oidc-discovery
own 0 oidc-core 5.1
list 1 rfc7800 3
a/b 2 rfc6749 3.3
name 2 oidc-core 5.1
x#y 2 rfc6749 3.1
name# 2 oidc-core 5.2`,
  [inner, items(inner), ofType("null")],
  { base },
);

const ownSection = "OpenID Connect Discovery §3";

function describe(keyword: string, params: ValidatorProblem["params"]): readonly unknown[] {
  const { keyword: told, message, specification } = describeProblem(schema, problem(keyword, params));
  return [told, message, specification?.label];
}

const sentences: readonly (readonly [keyword: string, params: ValidatorProblem["params"], sentence: string])[] = [
  ["required", { missingProperty: "x" }, "is required"],
  [
    "additionalProperties",
    { additionalProperty: "x" },
    "is not a member of this message; pass other parameters as extra",
  ],
  ["forbidden", {}, "must not be present"],
  ["type", { type: "string" }, "must be a string"],
  ["type", { type: "number" }, "must be a number"],
  ["type", { type: "integer" }, "must be an integer"],
  ["type", { type: "boolean" }, "must be true or false"],
  ["type", { type: "object" }, "must be a JSON object"],
  ["type", { type: "array" }, "must be an array"],
  ["type", { type: "null" }, "must be null"],
  ["type", { type: ["string", "array"] }, "must be a string or an array"],
  ["type", { type: "other" }, "must be other"],
  [
    "format",
    { expected: "scope values separated by single spaces" },
    "must be scope values separated by single spaces",
  ],
  ["enum", { allowedValues: ["a", "b"] }, "must be one of a, b"],
  ["const", { allowedValue: "code" }, 'must be "code"'],
  ["pattern", { pattern: "^a$" }, "must match ^a$"],
  ["minimum", { limit: 0 }, "must be 0 or more"],
  ["maximum", { limit: 9 }, "must be 9 or less"],
  ["exclusiveMinimum", { limit: 0 }, "must be more than 0"],
  ["minItems", { limit: 1 }, "must have at least 1 element"],
  ["minItems", { limit: 2 }, "must have at least 2 elements"],
  ["minLength", { limit: 1 }, "must have at least 1 character"],
  ["minLength", { limit: 8 }, "must have at least 8 characters"],
  ["maxLength", { limit: 8 }, "must have at most 8 characters"],
  ["uniqueItems", {}, "must not hold an element twice"],
  ["contains", {}, "lacks a required element"],
  ["dependentRequired", {}, "breaks the rule dependentRequired"],
];

for (const [keyword, params, sentence] of sentences) {
  test(`describeProblem: ${keyword} ${JSON.stringify(params)} is told as "${sentence}"`, () => {
    assert.equal(describeProblem(schema, problem(keyword, params)).message, sentence);
  });
}

test("describeProblem: tells a broken rule in the words and with the section of the rule", () => {
  const rule = ["First rule.", "rfc6749 4.1", () => true] as const;
  const issue = describeProblem(schema, { ...problem("rule", {}, ""), rule, spec: rule[1] });
  assert.deepEqual(
    [issue.keyword, issue.message, issue.specification?.label, issue.pointer],
    ["rule", "First rule", "RFC 6749 §4.1", ""],
  );
  assert.deepEqual(describe("type", { type: "string" }), ["type", "must be a string", ownSection]);
});

const places: readonly (readonly [pointer: string, value: unknown, label: string])[] = [
  ["", 1, "OpenID Connect Discovery §3"],
  ["/own", { own: 1 }, "OpenID Connect Core §5.1"],
  ["/own/jwk", { own: { jwk: 1 } }, "RFC 7800 §3.2"],
  ["/list/3/deep", { list: [{}, {}, {}, { deep: 1 }] }, "RFC 7800 §3.1"],
  ["/list/0", { list: [1] }, "RFC 7800 §3"],
  ["/issuer", { issuer: 1 }, "RFC 8414 §2"],
  ["/part", { part: 1 }, "RFC 8705 §5"],
  ["/part/jwk", { part: { jwk: 1 } }, "RFC 7800 §3.2"],
  ["/a~1b", { "a/b": 1 }, "RFC 6749 §3.3"],
  ["/name", { name: 1 }, "OpenID Connect Core §5.1"],
  ["/name#fr", { "name#fr": 1 }, "OpenID Connect Core §5.2"],
  ["/name#zh-Hant-TW", { "name#zh-Hant-TW": 1 }, "OpenID Connect Core §5.2"],
  ["/op_name#fr", { "op_name#fr": 1 }, "RFC 7591 §2.2"],
  ["/x#y", { "x#y": 1 }, "RFC 6749 §3.1"],
];

for (const [pointer, value, label] of places) {
  test(`describeProblem: ${pointer || "the message"} is defined in ${label}`, () => {
    assert.equal(schema.validate(value), false);
    const [found] = schema.validate.errors ?? [];
    assert.ok(found !== undefined);
    const issue = describeProblem(schema, found);
    assert.deepEqual([issue.pointer, issue.specification?.label], [pointer, label]);
  });
}

test("describeProblem: what no member of the message is defined by is defined by the message", () => {
  for (const name of ["unknown", "own#fr", "constructor", "constructor#fr"]) {
    assert.equal(schema.validate({ [name]: 1 }), true, name);
    const unknown = problem("additionalProperties", { additionalProperty: name }, "");
    assert.equal(describeProblem(schema, unknown).specification?.label, ownSection);
  }
});

test("describeProblem: names no section where the schema names none", () => {
  assert.equal(describeProblem(schemaOf(none, { spec: "" }), problem("type")).specification, undefined);
});

test("describeProblem: a heading instead of a number is set off with a comma", () => {
  const heading = schemaOf(none, { spec: "draft-cimd Authorization Server Metadata" });
  const { specification } = describeProblem(heading, problem("type"));
  assert.equal(specification?.section, "Authorization Server Metadata");
  assert.match(specification?.label ?? "", /, Authorization Server Metadata$/);
});

test("describeProblem: passes on the tolerances it is given, none by default", () => {
  assert.deepEqual(describeProblem(schema, problem("type")).tolerances, []);
  assert.deepEqual(describeProblem(schema, problem("type"), ["null-members"]).tolerances, ["null-members"]);
});

test("pointerOf: leads to the missing or unknown member, escaped", () => {
  assert.equal(pointerOf(problem("required", { missingProperty: "a/b~" }, "/x")), "/x/a~1b~0");
  assert.equal(pointerOf(problem("additionalProperties", { additionalProperty: "y" }, "")), "/y");
  assert.equal(pointerOf(problem("type", {}, "/x/0")), "/x/0");
});
