import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonObject } from "../../../codegen/json.ts";
import { lintKeywords } from "../../../codegen/lint/keywords.ts";

/** Kinds of file by folder. */
const folders = { common: "common", contribution: "rfc1", composition: "messages" } as const;

function lint(kind: keyof typeof folders, schema: JsonObject): readonly (readonly [string, string])[] {
  const folder = folders[kind];
  const path = `${folder}/x.schema.json`;
  return lintKeywords({ path, folder, name: "x", schema }).map(({ file, pointer, message, remedy }) => {
    assert.equal(file, path);
    return [pointer, `${message} ${remedy}`];
  });
}

const inMember = (member: JsonObject): JsonObject => ({ properties: { m: member } });
const inRule = (rule: JsonObject): JsonObject => ({ allOf: [rule] });
/** An object literal with `then` looks like a promise to a linter. */
const then = "then";
const ifThen = (condition: JsonObject, consequence: JsonObject): JsonObject => ({
  if: condition,
  [then]: consequence,
});

const accepted: readonly (readonly [title: string, kind: keyof typeof folders, schema: JsonObject])[] = [
  ["a scalar", "common", { $id: "x", description: "X.", type: "string", pattern: "^x$", "x-expected": "an x" }],
  ["a list of scalars", "common", { type: ["string", "array"], items: { $ref: "x.schema.json" }, minItems: 1 }],
  ["a composition", "composition", { title: "X", "x-wire": "json", "x-tolerance": ["a"], allOf: [{ $ref: "../a" }] }],
  ["a union", "composition", { title: "X", "x-discriminator": "a", oneOf: [{ $ref: "a" }] }],
  [
    "a member with every annotation beside $ref",
    "contribution",
    inMember({
      description: "M.",
      "x-spec": {},
      $ref: "../common/x.schema.json",
      default: "a",
      deprecated: true,
      "x-sensitive": true,
      "x-tolerance": ["t"],
      "x-open-enum": ["a", "b"],
      "x-encoding": "digits",
    }),
  ],
  ["a forbidden member", "contribution", inMember({ not: {} })],
  ["a localized member", "contribution", { patternProperties: { "^name#": { type: "string" } } }],
  ["a map of messages", "contribution", inMember({ type: "object", additionalProperties: { $ref: "../messages/y" } })],
  ["members named like keywords", "contribution", { properties: { if: { type: "string" }, $ref: { type: "string" } } }],
  [
    "a member named like a keyword inside a rule",
    "contribution",
    inRule({ anyOf: [{ properties: { if: { const: 1 } } }] }),
  ],
  ["a rule with if and then", "contribution", inRule(ifThen({ required: ["a"] }, { required: ["b"] }))],
  ["a rule with contains", "contribution", inRule({ not: { properties: { a: { contains: { const: "none" } } } } })],
];

for (const [title, kind, schema] of accepted) {
  test(`accepts ${title}`, () => {
    assert.deepEqual(lint(kind, schema), []);
  });
}

const closed = "Use a keyword of the closed list in specs/README.md.";
const refused: readonly (readonly [
  title: string,
  kind: keyof typeof folders,
  schema: JsonObject,
  pointer: string,
  words: string,
])[] = [
  [
    "an unknown keyword",
    "contribution",
    inMember({ unit: "s" }),
    "/properties/m/unit",
    `Unknown keyword unit. ${closed}`,
  ],
  ["an unknown x- keyword", "common", { "x-unit": "s" }, "/x-unit", `Unknown keyword x-unit. ${closed}`],
  [
    "a keyword with characters of a pointer, escaped",
    "common",
    { "a/b~c": 1 },
    "/a~1b~0c",
    `Unknown keyword a/b~c. ${closed}`,
  ],
  [
    "prefixItems",
    "contribution",
    inMember({ prefixItems: [] }),
    "/properties/m/prefixItems",
    "Unknown keyword prefixItems. json-schema-to-typescript types it as never[]; use items.",
  ],
  [
    "unevaluatedProperties",
    "composition",
    { unevaluatedProperties: false },
    "/unevaluatedProperties",
    "Unknown keyword unevaluatedProperties. Receivers must ignore unknown members; a request composition says additionalProperties: false.",
  ],
  [
    "format",
    "contribution",
    inMember({ format: "uri" }),
    "/properties/m/format",
    "Unknown keyword format. Give the value a scalar in specs/common with its pattern, and $ref it.",
  ],
  [
    "$defs",
    "contribution",
    { $defs: {} },
    "/$defs",
    "Unknown keyword $defs. Use a file in specs/common or specs/messages and $ref.",
  ],
  [
    "else",
    "contribution",
    inRule({ ...ifThen({ required: ["a"] }, { required: ["b"] }), else: {} }),
    "/allOf/0/else",
    "Unknown keyword else. Write a second rule with the opposite if.",
  ],
  [
    "x-wire outside a composition",
    "contribution",
    { "x-wire": "json" },
    "/x-wire",
    "x-wire has no meaning in a contribution. It belongs in a composition.",
  ],
  [
    "x-encoding outside a member",
    "composition",
    { "x-encoding": "json" },
    "/x-encoding",
    "x-encoding has no meaning in a composition. It belongs in a member.",
  ],
  [
    "x-sensitive inside a rule",
    "contribution",
    inRule({ anyOf: [{ "x-sensitive": true }] }),
    "/allOf/0/anyOf/0/x-sensitive",
    "x-sensitive has no meaning in a condition. It belongs in a member.",
  ],
  [
    "minLength in a rule, which its condition would leave out",
    "contribution",
    inRule({ not: { properties: { a: { minLength: 2 } } } }),
    "/allOf/0/not/properties/a/minLength",
    "minLength has no meaning in a condition. It belongs in a common file, a member, a value.",
  ],
  [
    "$ref in a rule",
    "contribution",
    inRule(ifThen({ properties: { a: { $ref: "../common/x.schema.json" } } }, { required: ["b"] })),
    "/allOf/0/if/properties/a/$ref",
    "$ref has no meaning in a condition. It belongs in a common file, a line of a composition, a member, a value.",
  ],
  [
    "members in a composition",
    "composition",
    { properties: {} },
    "/properties",
    "properties has no meaning in a composition. It belongs in a contribution, a member, a value, a condition.",
  ],
  [
    "if in a member",
    "contribution",
    inMember({ if: {} }),
    "/properties/m/if",
    "if has no meaning in a member. It belongs in a rule, a condition.",
  ],
  [
    "a type beside $ref",
    "contribution",
    inMember({ $ref: "../common/x.schema.json", type: "string" }),
    "/properties/m/type",
    "type stands beside $ref; type generators drop one of the two. Move the assertion into a common scalar or a rule in allOf.",
  ],
  [
    "if without then",
    "contribution",
    inRule({ if: { required: ["a"] } }),
    "/allOf/0",
    "if and then come together. Add the other one.",
  ],
  [
    "not with a schema in a member",
    "contribution",
    inMember({ not: { type: "string" } }),
    "/properties/m/not",
    'not in a member means that the member is forbidden, and is empty. Write "not": {}, or a rule in allOf.',
  ],
  [
    "a member that is no object",
    "contribution",
    { properties: { m: false } },
    "/properties/m",
    'A member must be an object. Write { "not": {} } for a forbidden member.',
  ],
  [
    "properties that are no object",
    "contribution",
    { properties: [] },
    "/properties",
    "properties is no object. Write members by name.",
  ],
  [
    "a pattern for members that are not localized",
    "contribution",
    { patternProperties: { "^x-": { type: "string" } } },
    "/patternProperties/^x-",
    "^x- is no localized member. Write ^, the member's name and #; unknown members need no pattern.",
  ],
  [
    "a member that every object inherits",
    "contribution",
    { properties: { constructor: { type: "string" } } },
    "/properties/constructor",
    "Every object inherits constructor, so a validator cannot tell whether it is there. Leave it out, and give the reason in specs/registries/not-planned.json.",
  ],
];

for (const [title, kind, schema, pointer, words] of refused) {
  test(`refuses ${title}`, () => {
    assert.deepEqual(lint(kind, schema), [[pointer, words]]);
  });
}

const values: readonly (readonly [keyword: string, value: unknown, words: string])[] = [
  ["x-open-enum", ["a", 1], "a list of distinct texts"],
  ["x-open-enum", ["a", "a"], "a list of distinct texts"],
  ["x-open-enum", "a", "a list of distinct texts"],
  ["x-encoding", "base64", "digits, json or repeat"],
  ["x-sensitive", "yes", "true, or leave the keyword out"],
  ["deprecated", false, "true, or leave the keyword out"],
  ["x-tolerance", [], "a list of distinct texts"],
  ["type", "text", "one of string, number, integer, boolean, object, array, null, or a list of them"],
  ["type", ["string", "date"], "one of string, number, integer, boolean, object, array, null, or a list of them"],
  ["const", { a: 1 }, "text, a number, true, false or null"],
  ["enum", ["a", []], "a list of texts, numbers, true, false or null"],
  ["enum", [], "a list of texts, numbers, true, false or null"],
  ["pattern", "(", "a regular expression that is valid with the flag u"],
  ["pattern", 1, "a regular expression that is valid with the flag u"],
  ["items", [], "a schema object"],
  ["additionalProperties", "no", "a schema object, or true or false"],
  ["anyOf", [], "a list of schema objects, at least one"],
  ["minItems", -1, "a whole number from 0"],
  ["maxLength", 1.5, "a whole number from 0"],
  ["minimum", "0", "a number"],
  ["required", "a", "a list of distinct texts"],
];

for (const [keyword, value, words] of values) {
  test(`refuses ${JSON.stringify(value)} as the value of ${keyword}`, () => {
    assert.deepEqual(lint("contribution", inMember({ [keyword]: value })), [
      [`/properties/m/${keyword}`, `The value of ${keyword} does not fit. Write ${words}.`],
    ]);
  });
}

test("refuses dependentRequired that lists no texts", () => {
  assert.deepEqual(lint("contribution", inRule({ dependentRequired: { a: "b" } })), [
    [
      "/allOf/0/dependentRequired",
      "The value of dependentRequired does not fit. Write for each member a list of distinct texts.",
    ],
  ]);
});

test("finds every problem of a file", () => {
  const found = lint("contribution", {
    unit: 1,
    properties: { m: { unit: 1 }, n: { type: "text" } },
    allOf: [{ unit: 1 }],
  });
  assert.deepEqual(
    found.map(([pointer]) => pointer),
    ["/unit", "/properties/m/unit", "/properties/n/type", "/allOf/0/unit"],
  );
});
