import assert from "node:assert/strict";
import { test } from "node:test";
import { CompactSign } from "jose/jws/compact/sign";
import type { Jwk } from "../../generated/messages/jwk.ts";
import { findJwsAlgorithm } from "../../src/jose/algorithms.ts";
import { importKey } from "../../src/jose/import-key.ts";
import { selectKeys } from "../../src/jose/keys.ts";
import { readVectors } from "./read-vectors.ts";
import { verifyVector } from "./verify-vector.ts";

const vectors = readVectors<{ jws: string; publicJwk: Jwk; privateJwk: Jwk; payload: string; crv?: string }>(
  "rfc8037-okp",
);
const signed = vectors.filter(({ jws }) => jws !== undefined);

test("sees three entries, of which one is a signature", () => {
  assert.equal(vectors.length, 3);
  assert.equal(signed.length, 1);
});

for (const { id, jws, publicJwk, privateJwk, payload } of signed) {
  test(`verifies ${id} and makes the same signature with its private key (RFC 8037 §A.4)`, async () => {
    assert.equal(await verifyVector(jws, publicJwk), payload);
    const algorithm = findJwsAlgorithm("EdDSA");
    assert.ok(algorithm);
    const key = await importKey(privateJwk, algorithm, "sign");
    const signer = new CompactSign(new TextEncoder().encode(payload)).setProtectedHeader({ alg: "EdDSA" });
    assert.equal(await signer.sign(key), jws);
  });
}

test("refuses the published private key in a public set (RFC 8037 §A.1)", async () => {
  const [vector] = signed;
  assert.ok(vector);

  const algorithm = findJwsAlgorithm("EdDSA");
  assert.ok(algorithm);
  assert.throws(() => selectKeys([vector.privateJwk], { alg: "EdDSA" }, algorithm), {
    code: "ERR_VERIFICATION_KEY_NOT_FOUND",
    message: /published with its secret part/,
  });
});
