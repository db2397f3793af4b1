import assert from "node:assert/strict";
import { test } from "node:test";
import { composeMessages } from "../../../codegen/compose.ts";
import { emitType, type TypeDeclaration } from "../../../codegen/emit/types.ts";
import type { JsonObject } from "../../../codegen/json.ts";
import { composition, contribution, secondDocument, specSet } from "./tiny-specs.ts";

const commons = {
  "common/number.schema.json": { description: "A number.", type: "number", minimum: 0 },
  "common/list.schema.json": { description: "A list.", type: "array", items: { type: "string" } },
  "common/one-or-more.schema.json": { type: ["string", "array"], items: { type: "string" } },
};

async function emit(files: Readonly<Record<string, unknown>>, name = "answer"): Promise<TypeDeclaration> {
  const specs = specSet({ ...commons, ...files });
  const messages = composeMessages(specs);
  const message = messages.find((candidate) => candidate.name === name);
  assert.ok(message !== undefined);
  return emitType(message, messages, specs);
}

test("emits an interface with comments, sections and an open index signature", async () => {
  assert.deepEqual(await emit({}), {
    text: `/**
 * An answer.
 *
 * @see {@link https://rfc.example/1#section-1 | RFC 1 §1}
 */
export interface Answer {
  /**
   * The word.
   *
   * @see {@link https://rfc.example/1#section-1.1 | RFC 1 §1.1}
   */
  readonly word: string;
  readonly [k: string]: unknown;
}
`,
    imports: [],
  });
});

const inner = { $ref: "../messages/inner.schema.json" };
const members: readonly (readonly [title: string, member: JsonObject, want: string])[] = [
  ["text", { type: "string" }, "m?: string"],
  ["a scalar", { $ref: "../common/token.schema.json" }, "m?: string"],
  ["a number", { $ref: "../common/number.schema.json" }, "m?: number"],
  ["an integer", { type: "integer" }, "m?: number"],
  ["a boolean", { type: "boolean" }, "m?: boolean"],
  ["a constant", { const: "code" }, 'm?: "code"'],
  ["a closed list of values", { enum: ["a", "b"] }, 'm?: "a" | "b"'],
  ["well-known values", { type: "string", "x-open-enum": ["a", 'b"'] }, 'm?: "a" | "b\\"" | (string & {})'],
  [
    "well-known values of a scalar",
    { $ref: "../common/token.schema.json", "x-open-enum": ["a"] },
    'm?: "a" | (string & {})',
  ],
  ["well-known values without type", { "x-open-enum": ["a"] }, 'm?: "a" | (string & {})'],
  ["a list", { $ref: "../common/list.schema.json" }, "m?: readonly string[]"],
  [
    "a list of well-known values",
    { $ref: "../common/list.schema.json", "x-open-enum": ["a"] },
    'm?: readonly ("a" | (string & {}))[]',
  ],
  ["one or more", { $ref: "../common/one-or-more.schema.json" }, "m?: string | readonly string[]"],
  [
    "one or more well-known values",
    { $ref: "../common/one-or-more.schema.json", "x-open-enum": ["a"] },
    'm?: "a" | (string & {}) | readonly ("a" | (string & {}))[]',
  ],
  ["an array", { type: "array" }, "m?: readonly unknown[]"],
  ["an array of numbers", { type: "array", items: { type: "integer" } }, "m?: readonly number[]"],
  [
    "an array of either type",
    { type: "array", items: { type: ["string", "object"] } },
    "m?: readonly (string | { readonly [k: string]: unknown })[]",
  ],
  ["an array of constants", { type: "array", items: { const: "a" } }, 'm?: readonly "a"[]'],
  ["an array of closed values", { type: "array", items: { enum: ["a", 1] } }, 'm?: readonly ("a" | 1)[]'],
  [
    "an array of well-known values",
    { type: "array", items: { type: "string", "x-open-enum": ["a"] } },
    'm?: readonly ("a" | (string & {}))[]',
  ],
  [
    "an array with well-known values",
    { type: "array", items: { type: "string" }, "x-open-enum": ["a"] },
    'm?: readonly ("a" | (string & {}))[]',
  ],
  [
    "an array of objects",
    { type: "array", items: { type: "object" } },
    "m?: readonly ({ readonly [k: string]: unknown })[]",
  ],
  ["an array of anything", { type: "array", items: { minimum: 1 } }, "m?: readonly unknown[]"],
  ["an object", { type: "object" }, "m?: { readonly [k: string]: unknown }"],
  [
    "a map of text",
    { type: "object", additionalProperties: { type: "string" } },
    "m?: { readonly [k: string]: string }",
  ],
  [
    "a map of messages or null",
    { type: "object", additionalProperties: { anyOf: [{ type: "null" }, inner] } },
    "m?: { readonly [k: string]: null | Inner }",
  ],
  ["alternatives", { anyOf: [{ type: "string" }, { type: "integer" }] }, "m?: string | number"],
  ["a message", inner, "m?: Inner"],
  ["an array of messages", { type: "array", items: inner }, "m?: readonly Inner[]"],
  ["a forbidden member", { not: {} }, "m?: never"],
  ["a member of any kind", {}, "m?: unknown"],
];

for (const [title, member, want] of members) {
  test(`types ${title} as ${want}`, async () => {
    const { text, imports } = await emit({
      ...contribution({ m: member }),
      ...contribution({}, { name: "inner" }),
      "messages/inner.schema.json": composition("inner", ["rfc1"]),
    });
    assert.equal(/^ {2}readonly (m.*);$/m.exec(text)?.[1], want);
    assert.deepEqual(imports, want.includes("Inner") ? ["inner"] : []);
  });
}

test("types an object with named members as such", async () => {
  const { text } = await emit(
    contribution({
      m: {
        type: "object",
        required: ["a"],
        additionalProperties: { type: "string" },
        properties: {
          a: { description: "Inside.", type: "string" },
          b: { $ref: "../common/number.schema.json" },
          c: true,
        },
      },
    }),
  );
  assert.match(
    text,
    / {2}readonly m\?: \{\n {4}\/\*\*\n {5}\* Inside\.\n {5}\*\/\n {4}readonly a: string;\n {4}readonly b\?: number;\n {4}readonly c\?: unknown;\n {4}readonly \[k: string\]: unknown;\n {2}\};/,
  );
});

test("a closed message has no index signature; a default and a deprecation show", async () => {
  const { text } = await emit({
    ...contribution({ "m#x": { type: "boolean", default: false, deprecated: true } }),
    "messages/answer.schema.json": composition("answer", ["rfc1"], { additionalProperties: false }),
  });
  assert.match(text, / {3}\* @defaultValue `false`\n {3}\* @deprecated\n {3}\* @see /);
  assert.match(text, /\n {2}readonly "m#x"\?: boolean;\n\}\n$/);
});

test("members that may carry a language tag are index signatures, in open and closed messages", async () => {
  const spec = { description: "Localized.", "x-spec": { document: "rfc1", section: "4", level: "optional" } };
  const files = contribution(
    { m: {} },
    { patternProperties: { "^word#": { ...spec, $ref: "../common/token.schema.json" } } },
  );
  const signature = `  /**
   * Localized.
   *
   * @see {@link https://rfc.example/1#section-4 | RFC 1 §4}
   */
  readonly [k: \`word#\${string}\`]: string;
`;
  const open = await emit(files);
  assert.ok(open.text.endsWith(`${signature}  readonly [k: string]: unknown;\n}\n`), open.text);
  const closed = { "messages/answer.schema.json": composition("answer", ["rfc1"], { additionalProperties: false }) };
  const { text } = await emit({ ...files, ...closed });
  assert.ok(text.endsWith(`  readonly m?: unknown;\n${signature}}\n`), text);
});

const draft = { id: "draft-x", label: "X (draft)", title: "Ex", status: "draft", url: "https://x.example/" };

test("a message of drafts alone says that it is unstable", async () => {
  const { text } = await emit({
    "draft-x/document.json": draft,
    ...contribution({ m: {} }, { document: "draft-x" }),
    "messages/answer.schema.json": composition("answer", ["draft-x"]),
  });
  const words = "Unstable: defined only by X (draft), which may still change it.";
  assert.ok(text.startsWith(`/**\n * A message.\n *\n * ${words}\n *\n * @experimental\n * @see `), text);
});

test("a draft's member of a standard's message says that it is unstable, the message and its other members do not", async () => {
  const spec = { description: "Localized.", "x-spec": { document: "draft-x", section: "4", level: "optional" } };
  const { text } = await emit({
    "draft-x/document.json": draft,
    ...contribution({ a: { default: 1 }, b: { deprecated: true } }),
    ...contribution(
      { b: {}, c: { description: "C.", deprecated: true } },
      { document: "draft-x", patternProperties: { "^c#": { ...spec, type: "string" } } },
    ),
    "messages/answer.schema.json": composition("answer", ["rfc1", "draft-x"]),
  });
  assert.equal(text.match(/@experimental/g)?.length, 2);
  const words = "Unstable: defined only by X (draft), which may still change it.";
  const own = `   * C.\n   *\n   * ${words}\n   *\n   * @deprecated\n   * @experimental\n   * @see `;
  assert.ok(text.includes(own), text);
  assert.ok(text.includes(`   * Localized.\n   *\n   * ${words}\n   *\n   * @experimental\n   * @see `), text);
});

test("wraps long descriptions and long unions", async () => {
  const values = Array.from({ length: 8 }, (_each, index) => `urn:ietf:params:oauth:${index}`);
  const { text } = await emit(
    contribution({ m: { description: "long ".repeat(60), type: "string", "x-open-enum": values } }),
  );
  for (const line of text.split("\n")) assert.ok(line.length <= 120, line);
  assert.match(text, /\n {2}readonly m\?:\n {4}\| "urn:ietf:params:oauth:0"\n/);
  assert.match(text, /\n {4}\| \(string & \{\}\);\n/);
});

test("a description cannot break out of its comment", async () => {
  const { text } = await emit(contribution({ m: { description: "Ends */ here." } }));
  assert.match(text, /\* Ends \*\\\/ here\.\n/);
});

const required = { "x-spec": { document: "rfc1", section: "1", level: "required" } };
const extended = {
  ...secondDocument,
  ...contribution({
    a: { description: "A.", type: "string", "x-open-enum": ["x"] },
    b: { description: "B.", type: "integer" },
  }),
  ...contribution(
    {
      a: {
        description: "Always.",
        "x-open-enum": ["y"],
        "x-spec": { document: "rfc2", section: "2", level: "required" },
      },
    },
    { document: "rfc2", name: "long-answer", required: ["a", "b"] },
  ),
  "messages/long-answer.schema.json": composition("long-answer", [], {
    allOf: [{ $ref: "answer.schema.json" }, { $ref: "../rfc2/long-answer.schema.json" }],
  }),
};

test("an extension extends, restates what it requires and takes types from the base", async () => {
  const { text, imports } = await emit(extended, "long-answer");
  assert.deepEqual(imports, ["answer"]);
  assert.match(text, /export interface LongAnswer extends Answer \{/);
  assert.match(text, /\n {2}readonly a: "x" \| "y" \| \(string & \{\}\);\n/);
  assert.match(text, /\n {3}\* B\.\n[\s\S]*\n {2}readonly b: number;\n/);
});

test("a member that the base requires stays required where an extension only describes it", async () => {
  const b = {
    b: { description: "Better.", "x-spec": { document: "rfc1", section: "2", level: "required" } },
  };
  const { text } = await emit(
    {
      ...extended,
      ...contribution(b, { name: "longest-answer" }),
      "messages/longest-answer.schema.json": composition("longest-answer", [], {
        allOf: [{ $ref: "long-answer.schema.json" }, { $ref: "../rfc1/longest-answer.schema.json" }],
      }),
    },
    "longest-answer",
  );
  assert.match(text, /\n {3}\* Better\.\n[\s\S]*\n {2}readonly b: number;\n/);
  assert.doesNotMatch(text, /readonly a/);
});

test("an extension of an extension finds the members of both", async () => {
  const { text } = await emit(
    {
      ...extended,
      ...contribution({ b: required }, { name: "longest-answer", required: ["b"] }),
      "messages/longest-answer.schema.json": composition("longest-answer", [], {
        allOf: [{ $ref: "long-answer.schema.json" }, { $ref: "../rfc1/longest-answer.schema.json" }],
      }),
    },
    "longest-answer",
  );
  assert.match(text, /\n {2}readonly b: number;\n/);
});

test("an extension may add members of any kind, and what the base does not know", async () => {
  const { text } = await emit(
    {
      ...contribution({ c: {} }, { name: "long-answer" }),
      "messages/long-answer.schema.json": composition("long-answer", [], {
        allOf: [{ $ref: "answer.schema.json" }, { $ref: "../rfc1/long-answer.schema.json" }],
      }),
    },
    "long-answer",
  );
  assert.match(text, /\n {2}readonly c\?: unknown;\n/);
});

test("a union is a type of its messages", async () => {
  const union = {
    title: "Any",
    description: "Any answer.",
    oneOf: [{ $ref: "answer.schema.json" }, { $ref: "b.schema.json" }],
  };
  assert.deepEqual(
    await emit({ "messages/any.schema.json": union, "messages/b.schema.json": composition("b", ["rfc1"]) }, "any"),
    {
      text: "/** Any answer. */\nexport type Any = Answer | B;\n",
      imports: ["answer", "b"],
    },
  );
});
