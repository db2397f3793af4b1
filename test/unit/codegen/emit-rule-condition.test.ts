import assert from "node:assert/strict";
import { test } from "node:test";
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { composeMessages } from "../../../codegen/compose.ts";
import { emitValidators } from "../../../codegen/emit/validators.ts";
import type { JsonObject } from "../../../codegen/json.ts";
import { buildValidator } from "./build-validator.ts";
import { contribution, specSet } from "./tiny-specs.ts";

/** The text of the answer's validator. */
function emit(files: Readonly<Record<string, unknown>>): string {
  const specs = specSet(files);
  const found = emitValidators(composeMessages(specs), specs).find((file) => file.path === "validators/answer.ts");
  assert.ok(found !== undefined);
  return found.text;
}

const rules: readonly (readonly [title: string, rule: JsonObject, broken: string])[] = [
  [
    "dependentRequired",
    { dependentRequired: { a: ["b", "c-d"] } },
    'data.a !== void 0 && (data.b === void 0 || data["c-d"] === void 0)',
  ],
  ["not with required", { not: { required: ["a", "b"] } }, "data.a !== void 0 && data.b !== void 0"],
  ["anyOf", { anyOf: [{ required: ["a"] }, { required: ["b"] }] }, "data.a === void 0 && data.b === void 0"],
  [
    "oneOf",
    { oneOf: [{ required: ["a"] }, { required: ["b"] }] },
    "0 + Number(data.a !== void 0) + Number(data.b !== void 0) !== 1",
  ],
  [
    "if and then",
    Object.fromEntries([
      ["if", { required: ["a"], properties: { a: { const: "x" } } }],
      ["then", { required: ["b"] }],
    ]),
    'data.a !== void 0 && data.a === "x" && data.b === void 0',
  ],
  [
    "a constant of a member that may be absent",
    { anyOf: [{ properties: { a: { const: 1 } } }] },
    "data.a !== void 0 && data.a !== 1",
  ],
  [
    "a pattern, which says nothing about other types",
    { anyOf: [{ properties: { a: { pattern: "^x" } } }] },
    'data.a !== void 0 && typeof data.a == "string" && !pattern0.test(data.a)',
  ],
  [
    "a pattern of text",
    { anyOf: [{ properties: { a: { type: "string", pattern: "^x" } } }] },
    'data.a !== void 0 && (typeof data.a != "string" || !pattern0.test(data.a))',
  ],
  [
    "an element",
    { not: { required: ["a"], properties: { a: { contains: { const: "none" } } } } },
    'data.a !== void 0 && hasElement(data.a, (element0) => element0 === "none")',
  ],
  [
    "a member of a member",
    { not: { required: ["a"], properties: { a: { type: "object", required: ["d"] } } } },
    'data.a !== void 0 && typeof data.a == "object" && data.a !== null && !Array.isArray(data.a) && data.a.d !== void 0',
  ],
  [
    "types",
    { not: { properties: { a: { type: ["integer", "null", "boolean", "array"] } } } },
    'data.a === void 0 || Number.isInteger(data.a) || data.a === null || typeof data.a == "boolean" || Array.isArray(data.a)',
  ],
];

for (const [title, rule, broken] of rules) {
  test(`writes a rule with ${title} as one condition`, () => {
    const allOf = [{ description: "A rule.", "x-spec": { document: "rfc1", section: "1" }, ...rule }];
    const text = emit(contribution({ a: {} }, { allOf }));
    const found = /if \((.*)\) \{\n {6}problems = report\(problems, instancePath, "rule", (\{.*\})\);/.exec(text);
    assert.equal(found?.[1], broken);
    assert.equal(found?.[2], '{ message: "Answer", rule: 0 }');
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
  const allOf = bodies.map((body) => ({
    description: "A rule.",
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
      const found = (validate.errors ?? []).map(({ params }) => params.rule);
      const wanted = references.flatMap((holds, index) => (holds(message) ? [] : [index]));
      assert.deepEqual(found, wanted, JSON.stringify(message));
    }),
    { numRuns: 500, seed: 2 },
  );
});
