import assert from "node:assert/strict";
import { test } from "node:test";
import type { Jwk } from "../../generated/messages/jwk.ts";
import { jwkThumbprint, sha256Base64url } from "../../src/jose/hash.ts";
import { jwkThumbprintUri } from "../../src/jose/thumbprint-uri.ts";
import { readVectors } from "./read-vectors.ts";

const vectors = readVectors<{ jwk: Jwk; thumbprint: string; canonical?: string; thumbprintUri?: string }>(
  "rfc7638-thumbprint",
);

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

test("names the key of RFC 7638 §3.1 by the URI that is printed (RFC 9278 §3)", async () => {
  const printed = vectors.filter(({ thumbprintUri }) => thumbprintUri !== undefined);
  assert.equal(printed.length, 1);
  for (const { jwk, thumbprintUri } of printed) assert.equal(await jwkThumbprintUri(jwk), thumbprintUri);
});
