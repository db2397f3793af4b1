import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeJwt } from "../../src/jose/jwt.ts";
import { readVectors } from "./read-vectors.ts";
import { verifyVector } from "./verify-vector.ts";

const kind = { name: "JWT", types: ["jwt"], mayOmitType: true };
const vectors = readVectors<{ jwt?: string; jwe?: string; claims?: object }>("rfc7519-jwt");
const unencrypted = vectors.flatMap(({ id, jwt, claims }) => (jwt === undefined ? [] : [{ id, jwt, claims }]));
const encrypted = vectors.flatMap(({ id, jwe }) => (jwe === undefined ? [] : [{ id, jwe }]));

test("sees two JWTs and two encrypted ones", () => {
  assert.deepEqual([vectors.length, unencrypted.length, encrypted.length], [4, 2, 2]);
});

for (const { id, jwt, claims } of unencrypted) {
  test(`decodes ${id} and believes neither HMAC nor none (RFC 7519 §7.2)`, async () => {
    assert.deepEqual(decodeJwt(jwt, kind).unverifiedClaims, claims);
    await assert.rejects(verifyVector(jwt, { kty: "oct", k: "AAAA" }), { code: "ERR_VERIFICATION_ALGORITHM" });
  });
}

for (const { id, jwe } of encrypted) {
  test(`names ${id} as encrypted (RFC 7519 §A.1)`, () => {
    assert.throws(() => decodeJwt(jwe, kind), { code: "ERR_VERIFICATION_JWT_ENCRYPTED" });
  });
}
