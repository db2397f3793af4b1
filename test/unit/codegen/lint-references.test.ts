import assert from "node:assert/strict";
import { test } from "node:test";
import { lintReferences } from "../../../codegen/lint/references.ts";
import { composition, contribution, secondDocument, specSet } from "./tiny-specs.ts";

function lint(files: Readonly<Record<string, unknown>>): readonly (readonly [string, string, string])[] {
  return lintReferences(specSet(files)).map(({ file, pointer, message, remedy }) => [
    file,
    pointer,
    `${message} ${remedy}`,
  ]);
}

const word = { word: { $ref: "../common/token.schema.json" } };
const place = "rfc1/answer.schema.json";
const pointer = "/properties/m/$ref";
const member = ($ref: string): Readonly<Record<string, unknown>> => contribution({ ...word, m: { $ref } });
const list = { $id: "common/list.schema.json", type: "array", items: { $ref: "token.schema.json" } };
const union = {
  $id: "messages/any.schema.json",
  title: "Any",
  "x-wire": "json",
  oneOf: [{ $ref: "answer.schema.json" }],
};
const inner = {
  ...contribution({ a: { $ref: "../common/token.schema.json" } }, { name: "inner" }),
  "messages/inner.schema.json": composition("inner", ["rfc1"]),
};

const accepted: readonly (readonly [title: string, files: Readonly<Record<string, unknown>>])[] = [
  ["a scalar", {}],
  ["a list that refers to a scalar", { "common/list.schema.json": list, ...member("../common/list.schema.json") }],
  ["a message as member", { ...inner, ...member("../messages/inner.schema.json") }],
  [
    "a message in an array and in a map",
    {
      ...inner,
      ...contribution({
        ...word,
        a: { type: "array", items: { $ref: "../messages/inner.schema.json" } },
        b: { type: "object", additionalProperties: { $ref: "../messages/inner.schema.json" } },
      }),
    },
  ],
  ["a union of messages", { "messages/any.schema.json": union }],
  [
    "messages and components in an OpenAPI document",
    {
      "openapi/server.openapi.json": {
        a: { $ref: "#/components/responses/x" },
        b: [{ $ref: "../messages/answer.schema.json" }],
        c: { $ref: 1 },
      },
    },
  ],
];

for (const [title, files] of accepted) {
  test(`accepts ${title}`, () => {
    assert.deepEqual(lint(files), []);
  });
}

const relative = "is not a relative file path. Write ../folder/name.schema.json.";
const refused: readonly (readonly [
  title: string,
  files: Readonly<Record<string, unknown>>,
  want: readonly (readonly [file: string, pointer: string, words: string])[],
])[] = [
  [
    "an absolute URL",
    member("https://x.example/a.schema.json"),
    [[place, pointer, `$ref https://x.example/a.schema.json ${relative}`]],
  ],
  ["an absolute path", member("/common/a.schema.json"), [[place, pointer, `$ref /common/a.schema.json ${relative}`]]],
  [
    "a fragment",
    member("../common/token.schema.json#/x"),
    [[place, pointer, `$ref ../common/token.schema.json#/x ${relative}`]],
  ],
  [
    "a file of another kind",
    member("../common/token.json"),
    [[place, pointer, `$ref ../common/token.json ${relative}`]],
  ],
  [
    "a reference that leads nowhere",
    member("../common/colour.schema.json"),
    [
      [
        place,
        pointer,
        "$ref ../common/colour.schema.json leads to no file (specs/common/colour.schema.json). Correct the path or add the file.",
      ],
    ],
  ],
  [
    "a member of another document",
    {
      ...secondDocument,
      ...contribution({}, { document: "rfc2", name: "answer" }),
      ...member("../rfc2/answer.schema.json"),
      "messages/answer.schema.json": composition("answer", ["rfc1", "rfc2"]),
    },
    [
      [
        place,
        pointer,
        "$ref ../rfc2/answer.schema.json leads from one document into another. Refer to ../common or ../messages; a composition joins documents.",
      ],
    ],
  ],
  [
    "a scalar that refers to a message",
    {
      "common/list.schema.json": { ...list, items: { $ref: "../messages/answer.schema.json" } },
      ...member("../common/list.schema.json"),
    },
    [
      [
        "common/list.schema.json",
        "/items/$ref",
        "$ref ../messages/answer.schema.json leads from a scalar to a message. A common file refers to other common files only.",
      ],
    ],
  ],
  [
    "a union as member",
    {
      "messages/any.schema.json": { ...union, oneOf: [{ $ref: "inner.schema.json" }] },
      ...inner,
      ...member("../messages/any.schema.json"),
    },
    [
      [
        place,
        pointer,
        "$ref ../messages/any.schema.json leads to a union, which has no validator. Refer to one of its messages, or make the member a plain object.",
      ],
    ],
  ],
  [
    "a composition of a scalar",
    {
      "messages/answer.schema.json": composition("answer", ["rfc1", "common"], {
        allOf: [{ $ref: "../rfc1/answer.schema.json" }, { $ref: "../common/token.schema.json" }],
      }),
    },
    [
      [
        "messages/answer.schema.json",
        "/allOf/1/$ref",
        "$ref ../common/token.schema.json composes a scalar. A message is composed of contributions.",
      ],
    ],
  ],
  [
    "a composition of a union",
    {
      "messages/any.schema.json": union,
      "messages/more.schema.json": composition("more", [], { allOf: [{ $ref: "any.schema.json" }] }),
    },
    [
      [
        "messages/more.schema.json",
        "/allOf/0/$ref",
        "$ref any.schema.json composes a union. Compose the messages that the union lists.",
      ],
    ],
  ],
  [
    "a message inside itself",
    member("../messages/answer.schema.json"),
    [
      [
        "rfc1/answer.schema.json",
        "",
        "References form a cycle: rfc1/answer.schema.json → messages/answer.schema.json → rfc1/answer.schema.json. Make the inner member a plain open object.",
      ],
    ],
  ],
  [
    "a contribution that no message names",
    contribution({ a: {} }, { name: "question" }),
    [
      [
        "rfc1/question.schema.json",
        "",
        "No message uses this file. Name it in allOf of specs/messages/question.schema.json, or delete it.",
      ],
    ],
  ],
  [
    "a scalar that nothing refers to, though its name is the end of another's",
    { "common/en.schema.json": { $id: "common/en.schema.json", type: "string", pattern: "^en$" } },
    [["common/en.schema.json", "", "No message uses this file. Refer to it (../common/en.schema.json) or delete it."]],
  ],
  [
    "an OpenAPI document that refers to a contribution or an unknown message",
    {
      "openapi/server.openapi.json": {
        paths: { "/a/{b}": { $ref: "../rfc1/answer.schema.json" }, c: { $ref: "../messages/question.schema.json" } },
      },
    },
    [
      [
        "openapi/server.openapi.json",
        "/paths/~1a~1{b}/$ref",
        "$ref ../rfc1/answer.schema.json leads to no message (specs/rfc1/answer.schema.json). Refer to ../messages/name.schema.json.",
      ],
      [
        "openapi/server.openapi.json",
        "/paths/c/$ref",
        "$ref ../messages/question.schema.json leads to no message (specs/messages/question.schema.json). Refer to ../messages/name.schema.json.",
      ],
    ],
  ],
];

for (const [title, files, want] of refused) {
  test(`refuses ${title}`, () => {
    assert.deepEqual(lint(files), want);
  });
}
