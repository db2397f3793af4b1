import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { decodeBase64url, encodeBase64url } from "../../src/util/base64url.ts";

test("reads back every sequence of bytes, written as the platform writes it (RFC 7515 §2)", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      const text = encodeBase64url(bytes);
      assert.equal(text, Buffer.from(bytes).toString("base64url"));
      assert.deepEqual(decodeBase64url(text), Uint8Array.from(bytes));
    }),
    { numRuns: 2000 },
  );
});

test("accepts one spelling only: what it reads is written back as it was", () => {
  const anyText = fc.oneof(
    fc.string({ unit: "binary", maxLength: 12 }),
    fc.stringMatching(/^[A-Za-z0-9_-]{0,12}$/),
    fc.stringMatching(/^[A-Za-z0-9_+/=-]{0,12}$/),
  );
  fc.assert(
    fc.property(anyText, (text) => {
      const bytes = decodeBase64url(text);
      assert.ok(bytes === undefined || encodeBase64url(bytes) === text);
    }),
    { numRuns: 5000 },
  );
});
