import assert from "node:assert/strict";
import { test } from "node:test";
import { readVectors } from "./read-vectors.ts";
import { verifyVector } from "./verify-vector.ts";

const vectors = readVectors<{ jws?: string; compactDetached?: string }>("rfc7797-b64");

test("sees two objects, one of them with an unencoded payload", () => {
  assert.equal(vectors.length, 2);
  assert.equal(vectors.filter(({ compactDetached }) => compactDetached !== undefined).length, 1);
});

for (const { id, compactDetached } of vectors) {
  if (compactDetached === undefined) continue;
  test(`refuses ${id}, whose payload is not encoded (RFC 7797 §7)`, async () => {
    await assert.rejects(verifyVector(compactDetached, { kty: "oct" }), { code: "ERR_VERIFICATION_CRITICAL_HEADER" });
  });
}
