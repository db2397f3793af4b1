import assert from "node:assert/strict";
import { test } from "node:test";
import { findJwsAlgorithm } from "../../../src/jose/algorithms.ts";
import { digestBase64url, jwkThumbprint, leftHalfHash, sha256Base64url } from "../../../src/jose/hash.ts";

for (const [alg, hash] of [
  ["RS256", "77QmUPtjPfzWtF2AnpK9RQ"],
  ["ES384", "jtAeDp945y1dDqU3nkIVGNZP1HjH_MFs"],
  ["PS512", "q7nS86GgvvFaZkzALLWqJYaJIKw2wCDAVfCAsm5CrBM"],
  ["EdDSA", "q7nS86GgvvFaZkzALLWqJYaJIKw2wCDAVfCAsm5CrBM"],
] as const) {
  test(`halves the digest of ${alg} (OpenID Connect Core §3.1.3.6)`, async () => {
    const algorithm = findJwsAlgorithm(alg);
    assert.ok(algorithm);
    assert.equal(await leftHalfHash(algorithm, "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y"), hash);
  });
}

test("digests the UTF-8 octets of a text", async () => {
  assert.equal(await sha256Base64url(""), "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU");
  assert.equal(await sha256Base64url("ä"), "M-bXP-6CkEyNevt43hFU0ejcKg7bCBIOY99bk4XC2cw");
});

for (const [name, value] of [
  ["SHA-256", "ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0"],
  ["SHA-384", "ywB1P0WjXou1oD1pmsZQBycsMqsO3tFjGotgWkP_W-2AhgcroefMI1i67KE0yCWn"],
  ["SHA-512", "3a81oZNherrMQXNJriBBMRLm-k6JqX6iCp7u5ktV05ohkpkqJ0_BqDa6PCOj_uu9RU1EI2Q86A4qmslPpUyknw"],
] as const) {
  test(`gives the ${name} digest of text and of octets`, async () => {
    assert.equal(await digestBase64url(name, "abc"), value);
    assert.equal(await digestBase64url(name, Uint8Array.from([97, 98, 99])), value);
  });
}

test("gives a key the same thumbprint with and without its private part and names (RFC 7638 §3)", async () => {
  const jwk = { kty: "OKP", crv: "Ed25519", x: "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo" };
  const named = { ...jwk, d: "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A", kid: "1", key_ops: ["sign"] };
  assert.equal(await jwkThumbprint(jwk), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
  assert.equal(await jwkThumbprint(named), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
});

for (const [title, jwk] of [
  ["no kty", { kty: "" }],
  ["an unknown kty", { kty: "XYZ", x: "AQ" }],
  ["no curve", { kty: "EC", x: "AQ", y: "AQ" }],
  ["a number as modulus", { kty: "RSA", n: 1, e: "AQAB" }],
] as const) {
  test(`has no thumbprint for a key with ${title} (RFC 7638 §3.2)`, async () => {
    await assert.rejects(jwkThumbprint(jwk), { code: "ERR_CONFIGURATION_KEY", message: /RFC 7638 §3\.2/ });
  });
}
