import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { digestValue } from "../../src/tokens/request-key.ts";
import { isSameJson } from "../../src/util/json-equal.ts";

const text = fc.oneof(fc.constantFrom("", "a", "b", "a b", "a,b", '"', "{}", "[]", "null", "a:b"), fc.string());
const value = fc.letrec((tie) => ({
  any: fc.oneof({ maxDepth: 3 }, text, fc.integer(), fc.boolean(), fc.constant(null), tie("list"), tie("object")),
  list: fc.array(tie("any"), { maxLength: 3 }),
  object: fc.dictionary(text, tie("any"), { maxKeys: 4 }),
})).object;

test("property: two different parameter sets never share a key", async () => {
  await fc.assert(
    fc.asyncProperty(value, value, async (one, other) => {
      assert.equal((await digestValue(one)) === (await digestValue(other)), isSameJson(one, other));
    }),
    { numRuns: 500 },
  );
});

test("property: a value moved from one parameter to another makes another key", async () => {
  await fc.assert(
    fc.asyncProperty(text, text, text, async (one, other, content) => {
      fc.pre(one !== other);
      assert.notEqual(await digestValue({ [one]: content }), await digestValue({ [other]: content }));
      assert.notEqual(await digestValue({ [one]: content }), await digestValue({ [one]: [content] }));
      assert.notEqual(await digestValue([one, other]), await digestValue([`${one},${other}`]));
    }),
  );
});

test("property: neither the order of members nor absent ones make another key", async () => {
  await fc.assert(
    fc.asyncProperty(value, async (one) => {
      const turned = Object.fromEntries(Object.entries(Object(one)).reverse());
      assert.equal(await digestValue(one), await digestValue({ ...turned, "not there": undefined }));
    }),
  );
});
