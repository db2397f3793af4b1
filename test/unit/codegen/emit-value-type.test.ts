import assert from "node:assert/strict";
import { test } from "node:test";
import { valueType } from "../../../codegen/emit/value-type.ts";
import type { JsonObject } from "../../../codegen/json.ts";
import type { MessageValidator } from "../../../codegen/runtime/message-schema.ts";
import { buildValidator } from "./build-validator.ts";
import { composition, contribution, problemsOf, specSet } from "./tiny-specs.ts";

function issues(validate: MessageValidator<unknown>, value: unknown): readonly string[] {
  const valid = validate(value);
  const found = (validate.errors ?? []).map(
    ({ instancePath, keyword, message, member }) =>
      `${instancePath} ${keyword}${member === undefined ? "" : ` of ${member}`} ${message}`,
  );
  assert.equal(valid, found.length === 0);
  return found;
}

const spelled: readonly (readonly [title: string, schema: JsonObject, code: string])[] = [
  ["a scalar by its name", { $ref: "common/token" }, "token"],
  ["a message by the name of its schema", { $ref: "messages/answer" }, "answerSchema"],
  ["a scalar that says nothing", { $ref: "common/anything" }, ""],
  ["nothing", {}, ""],
  ["annotations alone", { description: "A word.", default: 1 }, ""],
  [
    "keywords in the order in which they are looked at",
    { items: { $ref: "common/token" }, minItems: 2, uniqueItems: false, type: ["array", "null"] },
    '/* @__PURE__ */ allOf(/* @__PURE__ */ ofType("array","null"), /* @__PURE__ */ minItems(2), /* @__PURE__ */ items(token))',
  ],
  [
    "an array of one type in one go",
    { type: "array", items: { $ref: "common/token" }, minItems: 2, description: "Words.", "x-expected": "words" },
    "/* @__PURE__ */ list(token, 2)",
  ],
  ["an array of anything", { type: "array", items: {} }, "/* @__PURE__ */ list(/* @__PURE__ */ allOf())"],
  [
    "an array of which more is said",
    { type: "array", items: { type: "string" }, uniqueItems: true },
    '/* @__PURE__ */ allOf(/* @__PURE__ */ ofType("array"), /* @__PURE__ */ items(/* @__PURE__ */ ofType("string")), /* @__PURE__ */ uniqueItems("string"))',
  ],
  ["one keyword alone", { not: {} }, "/* @__PURE__ */ forbidden()"],
];

for (const [title, schema, code] of spelled) {
  test(`writes ${title}`, () => {
    const specs = specSet({ "common/anything.schema.json": { description: "Anything." } });
    assert.equal(valueType(schema, specs, "f").code.replaceAll(/", "/g, '","'), code);
  });
}

test("imports what it names, each from its module", () => {
  const { imports } = valueType({ type: "array", items: { $ref: "common/token" } }, specSet({}), "f");
  assert.deepEqual(
    imports.map(({ module, name }) => `${module} ${name}`),
    ["../checks.ts list", "../scalars.ts token"],
  );
});

const members: readonly (readonly [title: string, member: JsonObject, good: unknown, bad: unknown, issue: string])[] = [
  ["a scalar of another type", { $ref: "../common/token.schema.json" }, "a", 1, "/m type must be a string"],
  ["a scalar that does not match", { $ref: "../common/token.schema.json" }, "a", "A", "/m format must be a word"],
  ["a pattern of its own", { type: "string", pattern: '^"a/' }, '"a/', "b", '/m pattern must match ^"a/'],
  ["a list of types", { type: ["string", "integer"] }, 1, null, "/m type must be a string or an integer"],
  ["a closed list of values", { enum: ["a", 1, null] }, null, "1", "/m enum must be one of a, 1, null"],
  ["a constant", { const: "a" }, "a", "b", '/m const must be "a"'],
  ["a constant number", { const: 1 }, 1, "1", "/m const must be 1"],
  [
    "a forbidden member",
    { not: {}, "x-spec": { document: "rfc1", section: "1", level: "forbidden" } },
    undefined,
    1,
    "/m forbidden must not be present",
  ],
  ["a minimum", { type: "integer", minimum: 1 }, 1, 0, "/m minimum must be 1 or more"],
  ["a maximum", { type: "number", maximum: 1 }, 1, 1.5, "/m maximum must be 1 or less"],
  ["a bound that is out", { exclusiveMinimum: 1 }, 1.5, 1, "/m exclusiveMinimum must be more than 1"],
  ["a greatest length", { type: "string", maxLength: 3 }, "äöü", "aaaa", "/m maxLength must have at most 3 characters"],
  [
    "three types",
    { type: ["string", "boolean", "null"] },
    null,
    1,
    "/m type must be a string or true or false or null",
  ],
  [
    "a number of elements of a type",
    { type: "array", items: { type: "string" }, minItems: 2 },
    ["a", "b"],
    ["a"],
    "/m minItems must have at least 2 elements",
  ],
  [
    "what should be an array",
    { type: "array", items: { type: "string" }, minItems: 2 },
    ["a", "b"],
    { length: 2 },
    "/m type must be an array",
  ],
  ["a number of elements", { type: "array", minItems: 2 }, [1, 2], [1], "/m minItems must have at least 2 elements"],
  [
    "a map beside members",
    { type: "object", properties: { a: {} }, additionalProperties: { type: "string" } },
    { a: 1, b: "" },
    { a: 1, b: 1 },
    "/m/b type must be a string",
  ],
  [
    "other members than those named",
    { type: "object", properties: { a: { type: "string" } }, additionalProperties: false },
    { a: "" },
    { a: "", "b/c": 1 },
    "/m additionalProperties of b/c is not a member of this message; pass other parameters as extra",
  ],
  [
    "a length",
    { type: "string", minLength: 2, maxLength: 3 },
    "äö",
    "a",
    "/m minLength must have at least 2 characters",
  ],
  [
    "distinct items",
    { type: "array", items: { type: "string" }, uniqueItems: true },
    ["a"],
    ["a", "a"],
    "/m uniqueItems must not hold an element twice",
  ],
  [
    "an item",
    { type: "array", items: { $ref: "../common/token.schema.json" } },
    ["a"],
    ["a", ""],
    "/m/1 format must be a word",
  ],
  [
    "an item of a map",
    { type: "object", additionalProperties: { type: "string" } },
    { a: "" },
    { "a/b~": 1 },
    "/m/a~1b~0 type must be a string",
  ],
  [
    "a map without members",
    { type: "object", additionalProperties: false },
    {},
    { a: 1 },
    "/m additionalProperties of a is not a member of this message; pass other parameters as extra",
  ],
  [
    "an inner member",
    { type: "object", required: ["a"], properties: { a: { type: "string" } } },
    { a: "" },
    {},
    "/m required of a is required",
  ],
  ["one of two", { oneOf: [{ type: "string" }, { const: "a" }] }, "b", "a", "/m oneOf breaks the rule oneOf"],
  ["a message", { $ref: "../messages/inner.schema.json" }, { word: "a" }, { word: 1 }, "/m/word type must be a string"],
  [
    "messages in an array",
    { type: "array", items: { $ref: "../messages/inner.schema.json" } },
    [{ word: "a" }],
    [{ word: "a" }, 1],
    "/m/1 type must be a JSON object",
  ],
];

const inner = {
  ...contribution({ word: { $ref: "../common/token.schema.json" } }, { name: "inner" }),
  "messages/inner.schema.json": composition("inner", ["rfc1"]),
};

for (const [title, member, good, bad, issue] of members) {
  test(`finds what is wrong with ${title}`, async () => {
    const validate = await buildValidator({ ...inner, ...contribution({ m: member }) });
    assert.deepEqual(issues(validate, { m: good, unknown: 1 }), []);
    assert.deepEqual(issues(validate, { m: bad }), [issue]);
    assert.deepEqual(issues(validate, {}), []);
  });
}

test("alternatives forget the problems of branches that failed, and keep those found before", async () => {
  const alternatives = { anyOf: [{ type: "null" }, { $ref: "../messages/inner.schema.json" }] };
  const validate = await buildValidator({
    ...inner,
    ...contribution({ a: { type: "string" }, m: { type: "object", additionalProperties: alternatives } }),
  });
  assert.deepEqual(issues(validate, { a: "", m: { x: null, y: { word: "a" } } }), []);
  assert.deepEqual(issues(validate, { a: 1, m: { x: null, y: { word: "a" } } }), ["/a type must be a string"]);
  assert.deepEqual(issues(validate, { a: 1, m: { x: 1, y: {} } }), [
    "/a type must be a string",
    "/m/x type must be null",
    "/m/x type must be a JSON object",
    "/m/x anyOf breaks the rule anyOf",
  ]);
});

test("localized members are found by the name before #", async () => {
  const spec = { "x-spec": { document: "rfc1", section: "1", level: "optional" } };
  const patternProperties = {
    "^name#": { description: "Localized.", ...spec, $ref: "../common/token.schema.json" },
    "^note#": { description: "Localized.", ...spec, type: "string" },
  };
  const validate = await buildValidator(contribution({ a: {} }, { patternProperties }));
  const value = { name: 1, "name#fr": 1, "name#x#y": "A", "aname#fr": 1, "#name#": 1, "note#a/b": 1 };
  assert.deepEqual(issues(validate, value), [
    "/name#fr type must be a string",
    "/name#x#y format must be a word",
    "/note#a~1b type must be a string",
  ]);
});

test("an extension finds the problems of its base first", async () => {
  const validate = await buildValidator({
    ...contribution({ word: { $ref: "../common/token.schema.json" } }, { name: "base" }),
    "messages/base.schema.json": composition("base", ["rfc1"]),
    ...contribution({ more: { type: "string" } }),
    "messages/answer.schema.json": composition("answer", [], {
      allOf: [{ $ref: "base.schema.json" }, { $ref: "../rfc1/answer.schema.json" }],
    }),
  });
  assert.deepEqual(issues(validate, { word: 1, more: 1 }), [
    "/word type must be a string",
    "/more type must be a string",
  ]);
  assert.deepEqual([...new Set(issues(validate, null))], [" type must be a JSON object"]);
});

for (const [title, member] of [
  ["a constant object", { const: { a: 1 } }],
  ["an enumeration with a list", { enum: ["a", []] }],
  ["distinct items of any type", { type: "array", uniqueItems: true }],
] as const) {
  test(`refuses ${title}, which would have to be compared member by member`, () => {
    assert.deepEqual(
      problemsOf(() => valueType(member, specSet({}), "messages/answer.schema.json")),
      [
        {
          file: "messages/answer.schema.json",
          pointer: "",
          message: "A constant, an enumeration or a set would have to be compared member by member.",
          remedy:
            "Let const and enum hold text, numbers, true, false or null, and uniqueItems stand beside items of one such type.",
        },
      ],
    );
  });
}

test("what no keyword speaks about passes, whatever its type", async () => {
  const member = {
    ...{ minimum: 1, maximum: 2, exclusiveMinimum: 0, minLength: 2, maxLength: 3, pattern: "^a", minItems: 1 },
    ...{ items: { type: "string" }, required: ["a"], properties: { a: {} }, additionalProperties: false },
  };
  const validate = await buildValidator({ "common/token.schema.json": undefined, ...contribution({ m: member }) });
  for (const m of [1, "ab", ["a"], { a: 1 }, true, null]) assert.deepEqual(issues(validate, { m }), [], String(m));
  assert.deepEqual(issues(validate, { m: { b: 1 } }), [
    "/m required of a is required",
    "/m additionalProperties of b is not a member of this message; pass other parameters as extra",
  ]);
});
