import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { normalizeLogin } from "../../src/provider/accounts/login-key.ts";

test("login key: normalising twice changes nothing more, and case never matters", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const key = normalizeLogin(text);
      assert.equal(normalizeLogin(key), key);
      assert.equal(normalizeLogin(text.toUpperCase()), key);
    }),
    { numRuns: 2000 },
  );
});
