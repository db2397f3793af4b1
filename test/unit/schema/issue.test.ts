import assert from "node:assert/strict";
import { test } from "node:test";
import type { ValidatorProblem } from "../../../generated/message-schema.ts";
import { describeProblem, pointerOf } from "../../../src/schema/issue.ts";
import { problem, schemaOf } from "./schemas.ts";

const none = (): readonly ValidatorProblem[] => [];
const inner = schemaOf(none, {
  name: "Inner",
  spec: "rfc7800 3",
  members: { jwk: "rfc7800 3.2", deep: "rfc7800 3.1" },
  rules: [["Inner members come together.", "rfc7800 3.1"]],
});
const base = schemaOf(none, {
  name: "Base",
  spec: "rfc8414 2",
  members: { issuer: "rfc8414 2", part: "rfc8705 5" },
  localized: { op_name: "rfc7591 2.2" },
  nested: { part: inner },
  rules: [["Base rule.", "rfc8414 3"]],
});
const schema = schemaOf(none, {
  name: "Sample",
  spec: "oidc-discovery 3",
  members: { own: "oidc-core 5.1", "a/b": "rfc6749 3.3", name: "oidc-core 5.1", "x#y": "rfc6749 3.1" },
  localized: { name: "oidc-core 5.2" },
  base,
  nested: { own: inner },
  rules: [["First rule.", "rfc6749 4.1"]],
});

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
  ["format", { format: "scope" }, "must be scope values separated by single spaces"],
  ["format", { format: "unheardOf" }, "must be unheardOf"],
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

test("describeProblem: passes on the keyword, and looks for a rule under that of rules only", () => {
  assert.equal(describeProblem(schema, problem("forbidden")).keyword, "forbidden");
  const params = { message: "Sample", rule: 0 };
  assert.deepEqual(describe("rule", params), ["rule", "First rule", "RFC 6749 §4.1"]);
  assert.deepEqual(describe("type", { ...params, type: "string" }), ["type", "must be a string", ownSection]);
});

const rules: readonly (readonly [unknown, unknown, string, string])[] = [
  ["Sample", 0, "First rule", "RFC 6749 §4.1"],
  ["Base", 0, "Base rule", "RFC 8414 §3"],
  ["Inner", 0, "Inner members come together", "RFC 7800 §3.1"],
  ["Sample", 7, "breaks the rule rule", "OpenID Connect Discovery §3"],
  ["Sample", "0", "breaks the rule rule", "OpenID Connect Discovery §3"],
  ["Nowhere", 0, "breaks the rule rule", "OpenID Connect Discovery §3"],
];

for (const [message, rule, sentence, label] of rules) {
  test(`describeProblem: rule ${String(rule)} of ${String(message)} is told as "${sentence}"`, () => {
    const issue = describeProblem(schema, problem("rule", { message, rule }, ""));
    assert.deepEqual([issue.message, issue.specification?.label, issue.pointer], [sentence, label, ""]);
  });
}

test("describeProblem: finds a rule in messages that hold each other", () => {
  const one = schemaOf(none, { name: "One", nested: {} });
  const other = schemaOf(none, { name: "Other", nested: { one }, rules: [["Found.", "rfc6749 3"]] });
  const first = { ...one, nested: { other, again: other } };
  assert.equal(describeProblem(first, problem("rule", { message: "Other", rule: 0 })).message, "Found");
  assert.equal(describeProblem(first, problem("rule", { message: "Third", rule: 0 })).message, "breaks the rule rule");
});

const places: readonly (readonly [pointer: string, label: string])[] = [
  ["", "OpenID Connect Discovery §3"],
  ["/own", "OpenID Connect Core §5.1"],
  ["/own/jwk", "RFC 7800 §3.2"],
  ["/own/3/deep", "RFC 7800 §3.1"],
  ["/own/jwk/kty", "RFC 7800 §3.2"],
  ["/issuer", "RFC 8414 §2"],
  ["/part/jwk", "RFC 7800 §3.2"],
  ["/a~1b", "RFC 6749 §3.3"],
  ["/unknown", "OpenID Connect Discovery §3"],
  ["/constructor/own", "OpenID Connect Core §5.1"],
  ["/name", "OpenID Connect Core §5.1"],
  ["/name#fr", "OpenID Connect Core §5.2"],
  ["/name#zh-Hant-TW", "OpenID Connect Core §5.2"],
  ["/op_name#fr", "RFC 7591 §2.2"],
  ["/x#y", "RFC 6749 §3.1"],
  ["/own#fr", "OpenID Connect Discovery §3"],
  ["/name#", "OpenID Connect Discovery §3"],
  ["/constructor#fr", "OpenID Connect Discovery §3"],
];

for (const [pointer, label] of places) {
  test(`describeProblem: ${pointer || "the message"} is defined in ${label}`, () => {
    assert.equal(describeProblem(schema, problem("type", {}, pointer)).specification?.label, label);
  });
}

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
