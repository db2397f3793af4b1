import assert from "node:assert/strict";
import { test } from "node:test";
import { filterJwsAlgorithms, findJwsAlgorithm, listAsymmetricAlgorithms } from "../../../src/jose/algorithms.ts";

const facts: readonly (readonly [string, string, string | undefined, string, boolean, number])[] = [
  ["RS256", "RSA", undefined, "SHA-256", true, 2048],
  ["RS384", "RSA", undefined, "SHA-384", true, 2048],
  ["RS512", "RSA", undefined, "SHA-512", true, 2048],
  ["PS256", "RSA", undefined, "SHA-256", true, 2048],
  ["PS384", "RSA", undefined, "SHA-384", true, 2048],
  ["PS512", "RSA", undefined, "SHA-512", true, 2048],
  ["ES256", "EC", "P-256", "SHA-256", true, 256],
  ["ES384", "EC", "P-384", "SHA-384", true, 384],
  ["ES512", "EC", "P-521", "SHA-512", true, 521],
  ["EdDSA", "OKP", "Ed25519", "SHA-512", true, 256],
  ["Ed25519", "OKP", "Ed25519", "SHA-512", true, 256],
  ["HS256", "oct", undefined, "SHA-256", false, 256],
  ["HS384", "oct", undefined, "SHA-384", false, 384],
  ["HS512", "oct", undefined, "SHA-512", false, 512],
];

for (const [name, kty, crv, hash, asymmetric, minimumKeyBits] of facts) {
  test(`knows the key type, curve, digest and key size of ${name} (RFC 7518 §3.1, RFC 9864 §2.2)`, () => {
    const found = findJwsAlgorithm(name);
    assert.deepEqual(
      [found?.name, found?.kty, found?.crv, found?.hash, found?.asymmetric, found?.minimumKeyBits],
      [name, kty, crv, hash, asymmetric, minimumKeyBits],
    );
  });
}

for (const name of [
  "none",
  "None",
  "",
  "rs256",
  "RS1",
  "ES256K",
  "Ed448",
  "ML-DSA-44",
  "constructor",
  "__proto__",
  "toString",
]) {
  test(`does not know the algorithm ${JSON.stringify(name)} (RFC 8725 §3.1)`, () => {
    assert.equal(findJwsAlgorithm(name), undefined);
  });
}

test("lists every asymmetric algorithm and neither HMAC nor none (RFC 8725 §2.1)", () => {
  assert.deepEqual(listAsymmetricAlgorithms(), [
    "RS256",
    "RS384",
    "RS512",
    "PS256",
    "PS384",
    "PS512",
    "ES256",
    "ES384",
    "ES512",
    "EdDSA",
    "Ed25519",
  ]);
});

test("lists the algorithms that meet a condition, most common first", () => {
  const okp = filterJwsAlgorithms(({ kty }) => kty === "OKP");
  assert.deepEqual(
    okp.map(({ name }) => name),
    ["EdDSA", "Ed25519"],
  );
  assert.deepEqual(
    filterJwsAlgorithms(() => false),
    [],
  );
});

test("gives EdDSA and Ed25519 the same keys (RFC 9864 §2.2)", () => {
  assert.deepEqual(findJwsAlgorithm("EdDSA")?.keyAlgorithms, ["EdDSA", "Ed25519"]);
  assert.deepEqual(findJwsAlgorithm("Ed25519")?.keyAlgorithms, ["EdDSA", "Ed25519"]);
});
