import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { calculateCodeChallenge, checkCodeVerifier, createCodeVerifier } from "../../src/pkce.ts";

test("makes a verifier and a challenge of the right form from any 32 octets (RFC 7636 §4.2)", async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ minLength: 32, maxLength: 32 }), async (octets) => {
      const verifier = createCodeVerifier(() => octets);
      checkCodeVerifier(verifier);
      assert.match(await calculateCodeChallenge(verifier), /^[A-Za-z0-9_-]{43}$/);
    }),
  );
});
