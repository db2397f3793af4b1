import assert from "node:assert/strict";
import { test } from "node:test";
import { toPublicJwk } from "../../../src/jose/public-jwk.ts";

for (const [title, jwk, published] of [
  [
    "an RSA key",
    {
      kty: "RSA",
      n: "n",
      e: "e",
      d: "x",
      p: "x",
      q: "x",
      dp: "x",
      dq: "x",
      qi: "x",
      oth: [{ r: "x", d: "x", t: "x" }],
      kid: "1",
    },
    { kty: "RSA", n: "n", e: "e", kid: "1" },
  ],
  [
    "an EC key, with what describes it",
    { kty: "EC", crv: "P-256", x: "x", y: "y", d: "d", alg: "ES256", use: "sig", issued: 1 },
    { kty: "EC", crv: "P-256", x: "x", y: "y", alg: "ES256", use: "sig", issued: 1 },
  ],
  ["an OKP key", { kty: "OKP", crv: "Ed25519", x: "x", d: "d" }, { kty: "OKP", crv: "Ed25519", x: "x" }],
  ["an AKP key", { kty: "AKP", alg: "ML-DSA-44", pub: "p", priv: "s" }, { kty: "AKP", alg: "ML-DSA-44", pub: "p" }],
  [
    "a key that signs, which becomes one that verifies",
    { kty: "EC", d: "d", key_ops: ["sign", "verify"] },
    { kty: "EC", key_ops: ["verify"] },
  ],
  [
    "a key that decrypts, which becomes one that encrypts",
    { kty: "RSA", d: "d", key_ops: ["decrypt", "unwrapKey"] },
    { kty: "RSA", key_ops: ["encrypt", "wrapKey"] },
  ],
  ["a key that agrees", { kty: "OKP", d: "d", key_ops: ["deriveBits", "deriveKey"] }, { kty: "OKP", key_ops: [] }],
] as const) {
  test(`publishes ${title} (RFC 7517 §4)`, () => {
    const before = structuredClone(jwk);
    assert.deepEqual(toPublicJwk(jwk), published);
    assert.deepEqual(jwk, before);
  });
}

for (const kty of ["oct", "XYZ", "constructor", ""]) {
  test(`publishes nothing of a key of the type "${kty}" (RFC 7518 §6.1)`, () => {
    assert.throws(
      () => toPublicJwk({ kty, k: "hush" }),
      (error) => {
        assert.ok(error instanceof Error && "code" in error);
        assert.equal(error.code, "ERR_CONFIGURATION_KEY");
        assert.doesNotMatch(error.message, /hush/);
        return true;
      },
    );
  });
}
