import assert from "node:assert/strict";
import { test } from "node:test";
import { composeMessages } from "../../../codegen/compose.ts";
import type { JsonObject } from "../../../codegen/json.ts";
import type { FlatMember, FlatMessage } from "../../../codegen/model.ts";
import { composition, contribution, problemsOf, secondDocument, specSet } from "./tiny-specs.ts";

function compose(files: Readonly<Record<string, unknown>>): FlatMessage {
  const found = composeMessages(specSet(files)).find((message) => message.name === "answer");
  assert.ok(found !== undefined);
  return found;
}

/** Two documents that speak about the answer. */
function two(first: JsonObject, second: JsonObject, others: JsonObject = {}): Readonly<Record<string, unknown>> {
  return {
    ...secondDocument,
    ...contribution({ m: first }),
    ...contribution({ m: second }, { document: "rfc2", ...others }),
    "messages/answer.schema.json": composition("answer", ["rfc1", "rfc2"]),
  };
}

function member(files: Readonly<Record<string, unknown>>): FlatMember {
  const found = compose(files).members.find(({ name }) => name === "m");
  assert.ok(found !== undefined);
  return found;
}

test("a second document adds values, words, secrecy, tolerances and its section", () => {
  const joined = member(
    two(
      { description: "First.", type: "string", "x-open-enum": ["a", "b"], "x-tolerance": ["scope-array"] },
      { description: "Second.", "x-open-enum": ["b", "c"], "x-sensitive": true, "x-tolerance": ["scope-array", "x"] },
    ),
  );
  assert.deepEqual(joined, {
    name: "m",
    description: "First. Second.",
    provenance: [
      { document: "rfc1", section: "2 m", level: "optional" },
      { document: "rfc2", section: "2 m", level: "optional" },
    ],
    assertions: { type: "string" },
    openEnum: ["a", "b", "c"],
    sensitive: true,
    deprecated: false,
    tolerances: ["scope-array", "x"],
    encoding: undefined,
    defaultValue: undefined,
  });
});

test("a second document may give the type, the default, the encoding and deprecate", () => {
  const joined = member(two({}, { type: "integer", default: 0, deprecated: true, "x-encoding": "digits" }));
  assert.deepEqual(joined.assertions, { type: "integer" });
  assert.equal(joined.defaultValue, 0);
  assert.equal(joined.deprecated, true);
  assert.equal(joined.encoding, "digits");
});

test("two documents may agree, whatever the order of keywords", () => {
  const joined = member(
    two({ type: "array", minItems: 1, default: null }, { minItems: 1, type: "array", default: null }),
  );
  assert.deepEqual(joined.assertions, { type: "array", minItems: 1 });
  assert.equal(joined.defaultValue, null);
});

test("the same description is not repeated", () => {
  assert.equal(member(two({ description: "Same." }, { description: "Same." })).description, "Same.");
});

const clashes: readonly (readonly [title: string, first: JsonObject, second: JsonObject, words: string])[] = [
  [
    "types",
    { type: "string" },
    { type: "integer" },
    'rfc1 and rfc2 give m a different type: {"type":"string"} and {"type":"integer"}. Make them agree, or leave type and $ref out of the later document.',
  ],
  [
    "references",
    { $ref: "../common/token.schema.json" },
    { type: "string" },
    'rfc1 and rfc2 give m a different type: {"$ref":"common/token"} and {"type":"string"}. Make them agree, or leave type and $ref out of the later document.',
  ],
  [
    "defaults",
    { default: 1 },
    { default: 2 },
    "rfc1 and rfc2 give m a different default: 1 and 2. Make them agree, or leave default out of the later document.",
  ],
  [
    "encodings",
    { "x-encoding": "json" },
    { "x-encoding": "repeat" },
    'rfc1 and rfc2 give m a different x-encoding: "json" and "repeat". Make them agree, or leave x-encoding out of the later document.',
  ],
];

for (const [title, first, second, words] of clashes) {
  test(`refuses two documents with different ${title}`, () => {
    assert.deepEqual(
      problemsOf(() => compose(two(first, second))).map(({ file, pointer, message, remedy }) => [
        file,
        pointer,
        `${message} ${remedy}`,
      ]),
      [["rfc2/answer.schema.json", "/properties/m", words]],
    );
  });
}

test("names the member of a clash by a JSON pointer", () => {
  const [problem] = problemsOf(() =>
    compose({
      ...secondDocument,
      ...contribution({ "a/b": { type: "string" } }),
      ...contribution({ "a/b": { type: "array" } }, { document: "rfc2" }),
      "messages/answer.schema.json": composition("answer", ["rfc1", "rfc2"]),
    }),
  );
  assert.equal(problem?.pointer, "/properties/a~1b");
});

test("resolves references at any depth and leaves values alone", () => {
  const map = {
    type: "object",
    additionalProperties: { anyOf: [{ type: "null" }, { $ref: "../messages/inner.schema.json" }] },
    properties: { $ref: { $ref: "../common/token.schema.json", description: "Kept." } },
  };
  assert.deepEqual(member(contributionOf(map)).assertions, {
    type: "object",
    additionalProperties: { anyOf: [{ type: "null" }, { $ref: "messages/inner" }] },
    properties: { $ref: { $ref: "common/token", description: "Kept." } },
  });
});

function contributionOf(m: JsonObject): Readonly<Record<string, unknown>> {
  return contribution({ m });
}
