import assert from "node:assert/strict";
import { test } from "node:test";
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { composeMessages } from "../../../codegen/compose.ts";
import { emitMessages } from "../../../codegen/emit/messages.ts";
import type { JsonObject } from "../../../codegen/json.ts";
import { buildValidator } from "./build-validator.ts";
import { contribution, specSet } from "./tiny-specs.ts";

/** The text of the answer's module. */
async function emit(files: Readonly<Record<string, unknown>>): Promise<string> {
  const specs = specSet(files);
  const found = (await emitMessages(composeMessages(specs), specs)).find(({ path }) => path === "messages/answer.ts");
  assert.ok(found !== undefined);
  return found.text;
}

const rules: readonly (readonly [title: string, rule: JsonObject, broken: string])[] = [
  [
    "dependentRequired",
    { dependentRequired: { a: ["b", "c-d"] } },
    'm.a !== undefined && (m.b === undefined || m["c-d"] === undefined)',
  ],
  ["not with required", { not: { required: ["a", "b"] } }, "m.a !== undefined && m.b !== undefined"],
  ["anyOf", { anyOf: [{ required: ["a"] }, { required: ["b"] }] }, "m.a === undefined && m.b === undefined"],
  [
    "oneOf",
    { oneOf: [{ required: ["a"] }, { required: ["b"] }] },
    "Number(m.a !== undefined) + Number(m.b !== undefined) !== 1",
  ],
  [
    "if and then",
    Object.fromEntries([
      ["if", { required: ["a"], properties: { a: { const: "x" } } }],
      ["then", { required: ["b"] }],
    ]),
    'm.a === "x" && m.b === undefined',
  ],
  [
    "a constant of a member that may be absent",
    { anyOf: [{ properties: { a: { const: 1 } } }] },
    "m.a !== undefined && m.a !== 1",
  ],
  [
    "a pattern, which says nothing about other types",
    { anyOf: [{ properties: { a: { pattern: "^x" } } }] },
    'typeof m.a === "string" && !/^x/u.test(m.a)',
  ],
  [
    "a pattern of text",
    { anyOf: [{ properties: { a: { type: "string", pattern: "^x" } } }] },
    'm.a !== undefined && (typeof m.a !== "string" || !/^x/u.test(m.a))',
  ],
  [
    "an element",
    { not: { required: ["a"], properties: { a: { contains: { const: "none" } } } } },
    'm.a !== undefined && hasElement(m.a, (element) => element === "none")',
  ],
  [
    "a member of a member",
    { not: { required: ["a"], properties: { a: { type: "object", required: ["d"] } } } },
    "isRecord(m.a) && m.a.d !== undefined",
  ],
  [
    "types",
    { not: { properties: { a: { type: ["integer", "null", "boolean", "array"] } } } },
    'm.a === undefined || Number.isInteger(m.a) || m.a === null || typeof m.a === "boolean" || Array.isArray(m.a)',
  ],
];

for (const [title, rule, broken] of rules) {
  test(`writes a rule with ${title} as one condition`, async () => {
    const allOf = [{ description: "A rule.", "x-spec": { document: "rfc1", section: "1" }, ...rule }];
    const text = await emit(contribution({ a: {} }, { allOf }));
    const found = /\n {6}\[\n {8}"A rule\.",\n {8}"rfc1 1",\n {8}\(m\) => (.*),\n {6}\],\n/.exec(text);
    assert.equal(found?.[1], broken);
  });
}

test("rules mean what JSON Schema means by them, whatever their form", async () => {
  const names = fc.constantFrom("a", "b", "c");
  const leaf = fc.oneof(
    fc.record({ const: fc.constantFrom<unknown>("x", 1, null, true) }),
    fc.record({ pattern: fc.constantFrom("^x", "y$") }),
    fc.record({
      type: fc.constantFrom<unknown>("string", "integer", "number", "boolean", "null", "array", "object", [
        "string",
        "null",
      ]),
    }),
    fc.record({ type: fc.constant("string"), pattern: fc.constant("^x") }),
    fc.record({ type: fc.constant("object"), required: fc.uniqueArray(names, { minLength: 1 }) }),
    fc.record({ required: fc.uniqueArray(names, { minLength: 1 }) }),
    fc.record({ contains: fc.record({ const: fc.constantFrom<unknown>("x", 1) }) }),
    fc.record({ type: fc.constant("array"), contains: fc.record({ pattern: fc.constant("x") }) }),
  );
  const { node } = fc.letrec<{ node: JsonObject }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      leaf,
      fc.dictionary(names, leaf, { minKeys: 1 }).map((properties) => ({ properties })),
      fc.record({ required: fc.uniqueArray(names, { minLength: 1 }), properties: fc.dictionary(names, leaf) }),
      fc
        .dictionary(names, fc.uniqueArray(names, { minLength: 1 }), { minKeys: 1 })
        .map((each) => ({ dependentRequired: each })),
      tie("node").map((not) => ({ not })),
      fc.array(tie("node"), { minLength: 1, maxLength: 3 }).map((anyOf) => ({ anyOf })),
      fc.array(tie("node"), { minLength: 1, maxLength: 3 }).map((oneOf) => ({ oneOf })),
      fc.tuple(tie("node"), tie("node")).map(([left, right]) =>
        Object.fromEntries([
          ["if", left],
          ["then", right],
        ]),
      ),
    ),
  }));
  const bodies = fc.sample(node, { numRuns: 400, seed: 1 }).map((body) => ({ anyOf: [body] }));
  const allOf = bodies.map((body, index) => ({
    description: String(index),
    "x-spec": { document: "rfc1", section: "1" },
    ...body,
  }));
  const validate = await buildValidator({
    ...contribution({ a: {}, b: {}, c: {} }, { allOf }),
    "common/token.schema.json": undefined,
  });
  const ajv = new Ajv2020({ strict: false, logger: false });
  const references = bodies.map((body) => ajv.compile(body));
  const value = fc.oneof(
    fc.constantFrom<unknown>("x", "y", "xy", 1, 1.5, null, true, [], {}),
    fc.array(fc.constantFrom<unknown>("x", 1, "ay"), { maxLength: 2 }),
    fc.dictionary(names, fc.constantFrom<unknown>("x", 1)),
  );
  fc.assert(
    fc.property(fc.dictionary(names, value), (message) => {
      validate(message);
      const found = (validate.errors ?? []).map(({ rule }) => Number(rule?.[0]));
      const wanted = references.flatMap((holds, index) => (holds(message) ? [] : [index]));
      assert.deepEqual(found, wanted, JSON.stringify(message));
    }),
    { numRuns: 500, seed: 2 },
  );
});
