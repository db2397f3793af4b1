import assert from "node:assert/strict";
import { test } from "node:test";
import type { Jwk } from "../../generated/messages/jwk.ts";
import { jwkThumbprint, sha256Base64url } from "../../src/jose/hash.ts";
import { readVectors } from "./read-vectors.ts";

const vectors = readVectors<{ jwk: Jwk; thumbprint: string; canonical?: string }>("rfc7638-thumbprint");

test("sees four keys: RSA, OKP, EC and oct", () => {
  assert.deepEqual(
    vectors.map(({ jwk }) => jwk.kty),
    ["RSA", "OKP", "EC", "oct"],
  );
});

for (const { id, jwk, thumbprint, canonical } of vectors) {
  test(`calculates the thumbprint of ${id} (RFC 7638 §3)`, async () => {
    assert.equal(await jwkThumbprint(jwk), thumbprint);
    if (canonical !== undefined) assert.equal(await sha256Base64url(canonical), thumbprint);
  });
}
