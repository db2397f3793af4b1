import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { formatScope, includesScope, parseScope, subtractScopes, uniteScopes } from "../../src/util/scope-set.ts";

const value = fc.stringMatching(/^[!#-[\]-~]{1,6}$/);
const values = fc.array(value, { minLength: 1, maxLength: 5 });

test("reads back what it writes, and reads only what the grammar allows (RFC 6749 §3.3)", () => {
  fc.assert(
    fc.property(values, (scope) => {
      assert.deepEqual(parseScope(formatScope(scope)), [...new Set(scope)]);
    }),
    { numRuns: 1000 },
  );
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 8 }), (text) => {
      const grammar = /^[\x21\x23-\x5b\x5d-\x7e]+(?: [\x21\x23-\x5b\x5d-\x7e]+)*$/;
      assert.equal(parseScope(text) !== undefined, grammar.test(text));
    }),
    { numRuns: 5000 },
  );
});

test("the union includes both sides, the difference nothing of the second", () => {
  fc.assert(
    fc.property(values, values, (first, second) => {
      assert.ok(includesScope(uniteScopes(first, second), first));
      assert.ok(includesScope(uniteScopes(first, second), second));
      assert.ok(subtractScopes(first, second).every((item) => first.includes(item) && !second.includes(item)));
    }),
    { numRuns: 1000 },
  );
});
