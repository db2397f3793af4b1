import assert from "node:assert/strict";
import { test } from "node:test";
import {
  asCheck,
  constant,
  exclusiveMinimum,
  forbidden,
  items,
  list,
  maximum,
  maxLength,
  minItems,
  minimum,
  minLength,
  noOthers,
  ofType,
  oneOf,
  oneOfValues,
  pattern,
  required,
  uniqueItems,
} from "../../../generated/checks.ts";
import { defineMessage } from "../../../generated/define-message.ts";
import { oidcDiscoveryLabel } from "../../../generated/documents.ts";
import type { Check, ValidatorProblem } from "../../../generated/message-schema.ts";
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
  { base, labels: [oidcDiscoveryLabel] },
);

const ownSection = "OpenID Connect Discovery §3";

const sentences: readonly (readonly [keyword: string, sentence: string, check: Check, value: unknown])[] = [
  ["required", "is required", required("x"), {}],
  ["additionalProperties", "is not a member of this message; pass other parameters as extra", noOthers(), { x: 1 }],
  ["forbidden", "must not be present", forbidden(), 1],
  ["type", "must be a string", ofType("string"), 1],
  ["type", "must be a number", ofType("number"), "1"],
  ["type", "must be an integer", ofType("integer"), 1.5],
  ["type", "must be true or false", ofType("boolean"), 0],
  ["type", "must be a JSON object", ofType("object"), []],
  ["type", "must be an array", ofType("array"), {}],
  ["type", "must be null", ofType("null"), undefined],
  ["type", "must be a string or an array", ofType("string", "array"), 1],
  ["type", "must be a string or an array or null", ofType("string", "array", "null"), 1],
  ["type", "must be other", ofType("other"), 1],
  [
    "format",
    "must be scope values separated by single spaces",
    asCheck([/^a$/, "scope values separated by single spaces"]),
    "",
  ],
  ["type", "must be a string", asCheck([/^a$/, "a"]), 1],
  ["enum", "must be one of a, b", oneOfValues("a", "b"), "c"],
  ["const", 'must be "code"', constant("code"), "c"],
  ["pattern", "must match ^a$", pattern(/^a$/), "b"],
  ["minimum", "must be 0 or more", minimum(0), -1],
  ["maximum", "must be 9 or less", maximum(9), 10],
  ["exclusiveMinimum", "must be more than 0", exclusiveMinimum(0), 0],
  ["type", "must be an array", list(ofType("string"), 1), "a"],
  ["minItems", "must have at least 1 element", list(ofType("string"), 1), []],
  ["minItems", "must have at least 2 elements", minItems(2), []],
  ["minLength", "must have at least 1 character", minLength(1), ""],
  ["minLength", "must have at least 8 characters", minLength(8), ""],
  ["maxLength", "must have at most 8 characters", maxLength(8), "123456789"],
  ["uniqueItems", "must not hold an element twice", uniqueItems("string"), ["a", "a"]],
  ["oneOf", "breaks the rule oneOf", oneOf(ofType("string"), ofType("string")), "a"],
];

for (const [keyword, sentence, check, value] of sentences) {
  test(`describeProblem: ${keyword} is told as "${sentence}"`, () => {
    const problems: ValidatorProblem[] = [];
    check.report(value, "/a", problems);
    const told = problems.map((each) => describeProblem(schema, each));
    assert.deepEqual(
      told.map((issue) => [issue.keyword, issue.message, issue.specification?.label]),
      [[keyword, sentence, ownSection]],
    );
  });
}

test("describeProblem: tells a broken rule in the words and with the section of the rule", () => {
  const rules = [["First rule.", "rfc6749 4.1", () => true]] as const;
  const ruled = defineMessage("Ruled", "rfc7800 3\nrfc7800", [], { rules });
  assert.equal(ruled.validate({}), false);
  assert.deepEqual(
    (ruled.validate.errors ?? []).map((each) => {
      const issue = describeProblem(ruled, each);
      return [issue.keyword, issue.message, issue.specification?.label, issue.pointer];
    }),
    [["rule", "First rule", "RFC 6749 §4.1", ""]],
  );
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
    const unknown = problem("additionalProperties", "", name);
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
  assert.equal(pointerOf(problem("required", "/x", "a/b~")), "/x/a~1b~0");
  assert.equal(pointerOf(problem("additionalProperties", "", "y")), "/y");
  assert.equal(pointerOf(problem("type", "/x/0")), "/x/0");
});
