import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonObject } from "../../../codegen/json.ts";
import { lintRuleMembers } from "../../../codegen/lint/rule-members.ts";
import { composition, contribution, secondDocument, specSet } from "./tiny-specs.ts";

const rule = { description: "A rule.", "x-spec": { document: "rfc1", section: "3" } };

function lint(body: JsonObject, others: Readonly<Record<string, unknown>> = {}): readonly string[] {
  const specs = specSet({ ...contribution({ a: {}, b: {} }, { allOf: [rule, { ...rule, ...body }] }), ...others });
  return lintRuleMembers(specs).map(({ file, pointer, message, remedy }) => {
    assert.equal(file, "rfc1/answer.schema.json");
    assert.equal(pointer, "/allOf/1");
    assert.equal(remedy, "Correct the name, or define the member.");
    return message.replace(/^The rule is about |, which is no member of a message with this rule\.$/g, "");
  });
}

const accepted: readonly (readonly [title: string, body: JsonObject])[] = [
  ["members of the same contribution", { if: { required: ["a"] }, then: { properties: { b: { const: 1 } } } }],
  ["members of a value, which belong to another message", { not: { properties: { a: { required: ["x"] } } } }],
];

for (const [title, body] of accepted) {
  test(`accepts a rule about ${title}`, () => {
    assert.deepEqual(lint(body), []);
  });
}

test("accepts a rule about members of another document, or of the message that is extended", () => {
  const body = { dependentRequired: { a: ["c", "d"] } };
  const files = {
    ...secondDocument,
    ...contribution({ c: {} }, { document: "rfc2" }),
    ...contribution({ d: {} }, { name: "first" }),
    "messages/first.schema.json": composition("first", ["rfc1"]),
    "messages/answer.schema.json": composition("answer", [], {
      allOf: [
        { $ref: "first.schema.json" },
        { $ref: "../rfc1/answer.schema.json" },
        { $ref: "../rfc2/answer.schema.json" },
      ],
    }),
  };
  assert.deepEqual(lint(body, files), []);
});

test("accepts a rule about a member that one of several messages with the rule has", () => {
  const files = {
    ...contribution({ c: {} }, { name: "more" }),
    "messages/more.schema.json": composition("more", [], {
      allOf: [{ $ref: "../rfc1/answer.schema.json" }, { $ref: "../rfc1/more.schema.json" }],
    }),
  };
  assert.deepEqual(lint({ not: { required: ["c"] } }, files), []);
});

const refused: readonly (readonly [keyword: string, body: JsonObject, names: readonly string[]])[] = [
  ["required", { not: { required: ["a", "x"] } }, ["x"]],
  ["properties", { not: { properties: { x: { const: 1 } } } }, ["x"]],
  ["dependentRequired", { dependentRequired: { x: ["y"], a: ["z"] } }, ["x", "y", "z"]],
  ["anyOf", { anyOf: [{ required: ["a"] }, { required: ["x"] }] }, ["x"]],
  ["oneOf", { oneOf: [{ required: ["x"] }, { not: { required: ["x"] } }] }, ["x"]],
  ["if and then", { if: { required: ["x"] }, then: { required: ["y"] } }, ["x", "y"]],
];

for (const [keyword, body, names] of refused) {
  test(`refuses a rule about members that exist nowhere, in ${keyword}`, () => {
    assert.deepEqual(lint(body), names);
  });
}

test("refuses a rule about a member that only another message has", () => {
  const files = {
    ...contribution({ c: {} }, { name: "other" }),
    "messages/other.schema.json": composition("other", ["rfc1"]),
  };
  assert.deepEqual(lint({ not: { required: ["c"] } }, files), ["c"]);
});
