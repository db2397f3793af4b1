import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonObject } from "../../../codegen/json.ts";
import { lintComposition } from "../../../codegen/lint/compositions.ts";
import { composition, contribution, specSet } from "./tiny-specs.ts";

function lint(
  files: Readonly<Record<string, unknown>>,
  name = "answer",
): readonly (readonly [string, string, string])[] {
  const specs = specSet(files);
  const file = specs.compositions.get(name);
  assert.ok(file !== undefined);
  return lintComposition(file, specs).map(({ file: path, pointer, message, remedy }) => [
    path,
    pointer,
    `${message} ${remedy}`,
  ]);
}

const answer = (others: JsonObject): Readonly<Record<string, unknown>> => ({
  "messages/answer.schema.json": composition("answer", ["rfc1"], others),
});
const union = (others: JsonObject): Readonly<Record<string, unknown>> => ({
  "messages/any.schema.json": {
    $id: "messages/any.schema.json",
    title: "Any",
    description: "Any.",
    "x-wire": "form",
    ...others,
  },
});
const file = "messages/answer.schema.json";

test("accepts a composition, an extension, a closed request and a union", () => {
  assert.deepEqual(lint({}), []);
  assert.deepEqual(lint(answer({ "x-members": ["word"] })), []);
  assert.deepEqual(lint(answer({ additionalProperties: false, "x-tolerance": ["null-members"] })), []);
  const extended = { allOf: [{ $ref: "answer.schema.json" }, { $ref: "../rfc1/answer.schema.json" }] };
  assert.deepEqual(lint({ "messages/more.schema.json": composition("more", [], extended) }, "more"), []);
  assert.deepEqual(lint(union({ oneOf: [{ $ref: "answer.schema.json" }], "x-discriminator": "word" }), "any"), []);
});

const refused: readonly (readonly [
  title: string,
  files: Readonly<Record<string, unknown>>,
  want: readonly (readonly [file: string, pointer: string, words: string])[],
])[] = [
  [
    "a part that is no reference",
    answer({ allOf: [{ type: "object" }] }),
    [
      [
        file,
        "/allOf/0",
        "A composition holds references only. Put members and rules into a contribution of their document.",
      ],
    ],
  ],
  [
    "a message without description",
    answer({ description: "" }),
    [[file, "", "The message has no description. Describe it in one sentence."]],
  ],
  [
    "an unknown x-wire",
    answer({ "x-wire": "body" }),
    [
      [
        file,
        "/x-wire",
        "x-wire is missing or unknown. Use one of query, form, header, json, jwt-claims, jwt-header, post-message.",
      ],
    ],
  ],
  [
    "additionalProperties with a schema",
    answer({ additionalProperties: {} }),
    [
      [
        file,
        "/additionalProperties",
        "A message keeps unknown members unless it refuses them. Write false for a request, or leave it out.",
      ],
    ],
  ],
  [
    "a base that is not named first",
    answer({ allOf: [{ $ref: "../rfc1/answer.schema.json" }, { $ref: "other.schema.json" }] }),
    [[file, "/allOf", "A composition extends at most one other, named first. Name one message, then the documents."]],
  ],
  [
    "two bases",
    answer({ allOf: [{ $ref: "a.schema.json" }, { $ref: "b.schema.json" }] }),
    [[file, "/allOf", "A composition extends at most one other, named first. Name one message, then the documents."]],
  ],
  [
    "x-discriminator without union",
    answer({ "x-discriminator": "word" }),
    [[file, "/x-discriminator", "Only a union has an x-discriminator. Remove it, or list the kinds in oneOf."]],
  ],
  [
    "a view with a member that no document of it defines",
    answer({ "x-members": ["word", "wrod"] }),
    [
      [
        file,
        "/x-members",
        "wrod is no member of a document of this view. Correct the name, or list its document in allOf.",
      ],
    ],
  ],
  [
    "a view of a message",
    answer({ "x-members": ["word"], allOf: [{ $ref: "base.schema.json" }] }),
    [[file, "/x-members", "A view is made of documents. List the contributions in allOf, no message."]],
  ],
  [
    "a member's tolerance on a message",
    answer({ "x-tolerance": ["scope-array"] }),
    [
      [
        file,
        "/x-tolerance",
        "scope-array is not a tolerance of a message. Use a name of specs/tolerances.json: null-members.",
      ],
    ],
  ],
];

for (const [title, files, want] of refused) {
  test(`refuses ${title}`, () => {
    assert.deepEqual(lint(files), want);
  });
}

test("refuses a composition of nothing", () => {
  const { allOf: _allOf, ...rest } = composition("answer", []);
  assert.deepEqual(lint({ [file]: rest }), [
    [file, "", "A composition has either allOf or oneOf. Name the documents that contribute, or the kinds of message."],
  ]);
});

test("refuses a union without x-discriminator, and one of documents", () => {
  const any = "messages/any.schema.json";
  assert.deepEqual(lint(union({ oneOf: [{ $ref: "answer.schema.json" }] }), "any"), [
    [any, "/x-discriminator", "A union has no x-discriminator. Name the member that tells the kinds apart."],
  ]);
  assert.deepEqual(lint(union({ oneOf: [{ $ref: "../rfc1/answer.schema.json" }], "x-discriminator": "word" }), "any"), [
    [any, "/oneOf/0", "A union joins messages. Compose the document's contribution into a message first."],
  ]);
});

const place = "rfc1/answer.schema.json";
const encodings: readonly (readonly [title: string, wire: string, member: JsonObject, words: string | undefined])[] = [
  ["digits for a number", "query", { type: "integer", "x-encoding": "digits" }, undefined],
  ["digits in a header", "header", { type: "integer", "x-encoding": "digits" }, undefined],
  ["repeat for a list", "form", { type: "array", "x-encoding": "repeat" }, undefined],
  ["json for a message", "form", { $ref: "../messages/answer.schema.json", "x-encoding": "json" }, undefined],
  ["no encoding for text", "form", { $ref: "../common/token.schema.json" }, undefined],
  ["no encoding for a constant", "form", { const: "code" }, undefined],
  ["a number in JSON", "json", { type: "integer" }, undefined],
  [
    "an encoding in JSON",
    "json",
    { type: "integer", "x-encoding": "digits" },
    "x-encoding has no meaning here (answer travels as json). Remove it: only query, form, header messages are text.",
  ],
  [
    "an encoding in claims",
    "jwt-claims",
    { type: "integer", "x-encoding": "digits" },
    "x-encoding has no meaning here (answer travels as jwt-claims). Remove it: only query, form, header messages are text.",
  ],
  [
    "a number without encoding in a form",
    "form",
    { type: "integer" },
    "There is no x-encoding for integer (answer travels as form). Use digits or json.",
  ],
  [
    "a list without encoding in a query",
    "query",
    { type: "array" },
    "There is no x-encoding for array (answer travels as query). Use repeat or json.",
  ],
  [
    "digits for a list",
    "form",
    { type: "array", "x-encoding": "digits" },
    "x-encoding digits does not fit array (answer travels as form). Use repeat or json.",
  ],
  [
    "an encoding of text",
    "form",
    { type: "string", "x-encoding": "json" },
    "x-encoding has no meaning for text (answer travels as form). Remove it.",
  ],
];

for (const [title, wire, member, words] of encodings) {
  test(`${words === undefined ? "accepts" : "refuses"} ${title}`, () => {
    const found = lint({ ...answer({ "x-wire": wire }), ...contribution({ m: member }) });
    assert.deepEqual(found, words === undefined ? [] : [[place, "/properties/m/x-encoding", words]]);
  });
}
