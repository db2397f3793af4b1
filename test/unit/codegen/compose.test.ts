import assert from "node:assert/strict";
import { test } from "node:test";
import { composeMessages } from "../../../codegen/compose.ts";
import type { JsonObject } from "../../../codegen/json.ts";
import type { FlatMessage } from "../../../codegen/model.ts";
import { composition, contribution, problemsOf, specSet } from "./tiny-specs.ts";

function compose(files: Readonly<Record<string, unknown>>, name = "answer"): FlatMessage {
  const found = composeMessages(specSet(files)).find((message) => message.name === name);
  assert.ok(found !== undefined);
  return found;
}

test("flattens the tiny message", () => {
  assert.deepEqual(compose({}), {
    name: "answer",
    title: "Answer",
    description: "An answer.",
    wire: "json",
    base: undefined,
    branches: [],
    discriminator: undefined,
    closed: false,
    tolerances: [],
    documents: [{ document: "rfc1", section: "1", level: undefined }],
    members: [
      {
        name: "word",
        description: "The word.",
        provenance: [{ document: "rfc1", section: "1.1", level: "required" }],
        assertions: { $ref: "common/token" },
        openEnum: [],
        sensitive: false,
        deprecated: false,
        tolerances: [],
        encoding: undefined,
        defaultValue: undefined,
      },
    ],
    patterns: [],
    required: ["word"],
    rules: [],
  });
});

test("joins required, documents and rules", () => {
  const required = { "x-spec": { document: "rfc1", section: "1", level: "required" } };
  const message = compose({
    ...contribution({ m: required }, { required: ["m"] }),
    ...contribution(
      { m: {} },
      {
        document: "draft-x",
        required: ["m"],
        allOf: [
          {
            description: "m is no nonsense.",
            "x-spec": { document: "draft-x", section: "3" },
            "x-tolerance": ["null-members"],
            not: { properties: { m: { const: "nonsense" } } },
          },
        ],
      },
    ),
    "messages/answer.schema.json": composition("answer", ["rfc1", "draft-x"], {
      additionalProperties: false,
      "x-tolerance": ["null-members"],
    }),
  });
  assert.deepEqual(message.required, ["m"]);
  assert.deepEqual(message.documents, [
    { document: "rfc1", section: "2", level: undefined },
    { document: "draft-x", section: "2", level: undefined },
  ]);
  assert.deepEqual(message.rules, [
    {
      description: "m is no nonsense.",
      provenance: { document: "draft-x", section: "3", level: undefined },
      tolerances: ["null-members"],
      assertions: { not: { properties: { m: { const: "nonsense" } } } },
    },
  ]);
  assert.equal(message.closed, true);
  assert.deepEqual(message.tolerances, ["null-members"]);
});

test("keeps localized members apart, and a rule with contributions of two documents in order", () => {
  const message = compose(
    contribution({}, { patternProperties: { "^m#": { description: "M.", "x-spec": {}, type: "string" } } }),
  );
  assert.deepEqual(
    message.patterns.map(({ name, assertions }) => [name, assertions]),
    [["^m#", { type: "string" }]],
  );
});

test("a union has branches and no members", () => {
  const oneOf = [{ $ref: "answer.schema.json" }];
  const any = { $id: "messages/any.schema.json", title: "Any", "x-wire": "form", "x-discriminator": "word", oneOf };
  const message = compose({ "messages/any.schema.json": any }, "any");
  assert.deepEqual(message.branches, ["answer"]);
  assert.equal(message.discriminator, "word");
  assert.deepEqual(message.members, []);
});

test("refuses a member that is required but defined nowhere", () => {
  const files = contribution({ a: {} }, { required: ["b"] });
  assert.deepEqual(
    problemsOf(() => compose(files)),
    [
      {
        file: "messages/answer.schema.json",
        pointer: "",
        message: "b is required but defined nowhere.",
        remedy: "Add it to properties of its document.",
      },
    ],
  );
});

test("refuses a member of level required that may be absent", () => {
  const files = contribution({ a: { "x-spec": { document: "rfc1", section: "1", level: "required" } } });
  assert.deepEqual(
    problemsOf(() => compose(files)),
    [
      {
        file: "messages/answer.schema.json",
        pointer: "",
        message: "a has the level required in rfc1, but may be absent.",
        remedy: "Add it to required of that document, or set the level to conditional.",
      },
    ],
  );
});

/** A message that extends the answer. */
function extension(
  members: Readonly<Record<string, JsonObject>>,
  others: JsonObject = {},
): Readonly<Record<string, unknown>> {
  return {
    ...contribution(members, { name: "long-answer", ...others }),
    "messages/long-answer.schema.json": composition("long-answer", [], {
      allOf: [{ $ref: "answer.schema.json" }, { $ref: "../rfc1/long-answer.schema.json" }],
    }),
  };
}

test("an extension names its base, and may require and narrow the base's members", () => {
  const required = { "x-spec": { document: "rfc1", section: "1", level: "required" } };
  const message = compose(
    {
      ...contribution({ a: { type: "string" }, b: {} }),
      ...extension({ a: { ...required, const: "x" }, b: { type: "integer" } }, { required: ["a", "b"] }),
    },
    "long-answer",
  );
  assert.equal(message.base, "answer");
  assert.deepEqual(message.required, ["a", "b"]);
});

test("an extension of an extension knows the members of both", () => {
  const files = {
    ...extension({ a: {} }),
    ...contribution({}, { name: "longest-answer", required: ["a", "word"] }),
    "messages/longest-answer.schema.json": composition("longest-answer", [], {
      allOf: [{ $ref: "long-answer.schema.json" }, { $ref: "../rfc1/longest-answer.schema.json" }],
    }),
  };
  assert.deepEqual(compose(files, "longest-answer").required, ["a", "word"]);
});

test("refuses an extension that gives a member another type", () => {
  assert.deepEqual(
    problemsOf(() => compose(extension({ word: { type: "integer" } }), "long-answer")),
    [
      {
        file: "messages/long-answer.schema.json",
        pointer: "",
        message: "word has another type than in answer, which this message extends.",
        remedy: "Make them agree, or leave type and $ref out here.",
      },
    ],
  );
});

test("a view has the members that it names, and the rules that speak of no other", () => {
  const rule = (description: string, others: JsonObject) => ({
    description,
    "x-spec": { document: "rfc1", section: "3" },
    ...others,
  });
  const members = { a: {}, b: {}, c: {} };
  const parts = {
    required: ["a", "c"],
    patternProperties: { "^a#": { description: "a.", "x-spec": { document: "rfc1", section: "1" } } },
    allOf: [
      rule("a needs b.", { dependentRequired: { a: ["b"] } }),
      rule("a needs c.", { dependentRequired: { a: ["c"] } }),
      rule("b is no x.", { not: { properties: { b: { const: "x" } } } }),
      rule("If c, then a.", { if: { required: ["c"] }, then: { required: ["a"] } }),
    ],
  };
  const view = composition("answer", ["rfc1"], { "x-members": ["a", "b"] });
  const message = compose({ ...contribution(members, parts), "messages/answer.schema.json": view });
  assert.deepEqual(
    message.members.map(({ name }) => name),
    ["a", "b"],
  );
  assert.deepEqual([message.required, message.patterns], [["a"], []]);
  assert.deepEqual(
    message.rules.map(({ description }) => description),
    ["a needs b.", "b is no x."],
  );
});
