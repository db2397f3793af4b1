import assert from "node:assert/strict";
import { test } from "node:test";
import { generateSecret } from "jose/key/generate/secret";
import type { Jwk } from "../../../generated/messages/jwk.ts";
import { findJwsAlgorithm, type JwsAlgorithm } from "../../../src/jose/algorithms.ts";
import {
  checkSigningKey,
  choosePrivateKeyAlgorithm,
  isCryptoKey,
  listSecretAlgorithms,
} from "../../../src/jose/signing-key.ts";
import { generateTestKey } from "./signed-tokens.ts";

function algorithm(name: string): JwsAlgorithm {
  const found = findJwsAlgorithm(name);
  assert.ok(found);
  return found;
}

const keys = new Map<string, Awaited<ReturnType<typeof generateTestKey>>>();
for (const alg of ["RS256", "PS256", "ES256", "EdDSA"]) keys.set(alg, await generateTestKey(alg));

function key(alg: string): Awaited<ReturnType<typeof generateTestKey>> {
  const found = keys.get(alg);
  assert.ok(found);
  return found;
}

for (const alg of ["RS256", "PS256", "ES256", "EdDSA"]) {
  test(`accepts a private key for ${alg}, as WebCrypto key and as JWK (RFC 7518 §3.1)`, () => {
    checkSigningKey(key(alg).privateKey, algorithm(alg));
    checkSigningKey(key(alg).privateJwk, algorithm(alg));
    checkSigningKey({ ...key(alg).privateJwk, alg, use: "sig", key_ops: ["sign"] }, algorithm(alg));
  });
}

test("accepts a WebCrypto key of Ed25519 under both names (RFC 9864 §2.2)", () => {
  checkSigningKey(key("EdDSA").privateKey, algorithm("Ed25519"));
});

const { publicJwk, privateJwk } = key("ES256");

for (const [title, jwk, alg, problem] of [
  ["a public key", publicJwk, "ES256", /it is a public key/],
  ["an EC key for RSA", privateJwk, "RS256", /its kty is not RSA/],
  ["a key of another curve", privateJwk, "ES384", /its crv is not P-384/],
  ["another alg", { ...privateJwk, alg: "ES384" }, "ES256", /its alg is another/],
  ["use enc", { ...privateJwk, use: "enc" }, "ES256", /its use is not sig/],
  ["key_ops without sign", { ...privateJwk, key_ops: ["verify"] }, "ES256", /its key_ops lack sign/],
  ["a broken coordinate", { ...privateJwk, x: "AA" }, "ES256", /its x is not base64url of 32 octets/],
  [
    "1024 bits",
    { kty: "RSA", n: Buffer.alloc(128, 0xf1).toString("base64url"), e: "AQAB", d: "AQ" },
    "RS256",
    /1024 bits/,
  ],
  ["a JWK for HMAC", { kty: "oct", k: "AAAA" }, "HS256", /give the secret as octets/],
] as const) {
  test(`refuses a JWK with ${title} (RFC 7517 §4)`, () => {
    assert.throws(() => checkSigningKey(jwk, algorithm(alg)), { code: "ERR_CONFIGURATION_KEY", message: problem });
  });
}

test("refuses a WebCrypto key of another algorithm, digest or curve (RFC 7518 §3.1)", () => {
  for (const [alg, other, problem] of [
    ["RS256", "PS256", /it is a key for RSASSA-PKCS1-v1_5/],
    ["RS256", "RS512", /its digest is not SHA-512/],
    ["ES256", "ES384", /its curve is not P-384/],
    ["ES256", "HS256", /it is a key for ECDSA/],
  ] as const) {
    assert.throws(() => checkSigningKey(key(alg).privateKey, algorithm(other)), {
      code: "ERR_CONFIGURATION_KEY",
      message: problem,
    });
  }
});

test("refuses a WebCrypto key that is public, may not sign, or is short", async () => {
  const ecdsa = { name: "ECDSA", namedCurve: "P-256" };
  const pair = await crypto.subtle.generateKey(ecdsa, false, ["sign", "verify"]);
  assert.throws(() => checkSigningKey(pair.publicKey, algorithm("ES256")), { message: /it is a public key/ });
  const secret = await crypto.subtle.generateKey({ name: "HMAC", hash: "SHA-256", length: 128 }, false, ["sign"]);
  assert.throws(() => checkSigningKey(secret, algorithm("HS256")), { message: /it has 128 bits, at least 256/ });
  const verifyOnly = await crypto.subtle.generateKey({ name: "HMAC", hash: "SHA-256" }, false, ["verify"]);
  assert.throws(() => checkSigningKey(verifyOnly, algorithm("HS256")), { message: /its usages lack sign/ });
  const rsa = {
    name: "RSASSA-PKCS1-v1_5",
    hash: "SHA-256",
    modulusLength: 1024,
    publicExponent: new Uint8Array([1, 0, 1]),
  };
  const short = await crypto.subtle.generateKey(rsa, false, ["sign", "verify"]);
  assert.throws(() => checkSigningKey(short.privateKey, algorithm("RS256")), { message: /it has 1024 bits/ });
});

test("accepts a secret of the digest's length, as octets and as WebCrypto key (RFC 7518 §3.2)", async () => {
  checkSigningKey(new Uint8Array(32), algorithm("HS256"));
  const secret = await generateSecret("HS256");
  assert.ok(!(secret instanceof Uint8Array));
  checkSigningKey(secret, algorithm("HS256"));
  assert.throws(() => checkSigningKey(new Uint8Array(31), algorithm("HS256")), { message: /248 bits, at least 256/ });
  assert.throws(() => checkSigningKey(new Uint8Array(63), algorithm("HS512")), { message: /504 bits, at least 512/ });
  assert.throws(() => checkSigningKey(new Uint8Array(32), algorithm("ES256")), { message: /a private key is needed/ });
});

for (const [alg, chosen] of [
  ["RS256", "RS256"],
  ["PS256", "PS256"],
  ["ES256", "ES256"],
  ["EdDSA", "EdDSA"],
] as const) {
  test(`chooses ${chosen} for a WebCrypto key made for ${alg}`, () => {
    assert.equal(choosePrivateKeyAlgorithm(key(alg).privateKey).algorithm.name, chosen);
  });
}

test("chooses the algorithm asked for, else the JWK's own, else the first that fits", () => {
  const rsa = key("RS256").privateJwk;
  assert.equal(choosePrivateKeyAlgorithm(rsa).algorithm.name, "RS256");
  assert.equal(choosePrivateKeyAlgorithm({ ...rsa, alg: "PS384" }).algorithm.name, "PS384");
  assert.equal(choosePrivateKeyAlgorithm(rsa, { asked: "PS256" }).algorithm.name, "PS256");
  assert.equal(choosePrivateKeyAlgorithm(key("ES256").privateJwk).algorithm.name, "ES256");
  assert.equal(choosePrivateKeyAlgorithm(key("EdDSA").privateJwk).algorithm.name, "EdDSA");
  assert.equal(choosePrivateKeyAlgorithm(key("EdDSA").privateJwk, { asked: "Ed25519" }).algorithm.name, "Ed25519");
});

test("refuses to choose an algorithm for a key that has none, or an unknown or symmetric one", () => {
  for (const jwk of [{ kty: "oct", k: "AAAA" }, { kty: "AKP" }, { kty: "EC", crv: "secp256k1" }]) {
    assert.throws(() => choosePrivateKeyAlgorithm(jwk), { code: "ERR_CONFIGURATION_KEY" });
  }
  for (const alg of ["HS256", "none", "RS1"]) {
    assert.throws(() => choosePrivateKeyAlgorithm({ ...privateJwk, alg }), {
      code: "ERR_CONFIGURATION_KEY",
      message: /not an asymmetric signature algorithm/,
    });
  }
  assert.throws(() => choosePrivateKeyAlgorithm({ ...privateJwk, alg: "ES256" }, { asked: "ES384" }), {
    code: "ERR_CONFIGURATION_KEY",
  });
});

const rsaJwk = key("RS256").privateJwk;
const supportedCases: readonly (readonly [
  title: string,
  key: CryptoKey | Jwk,
  asked: string | undefined,
  supported: readonly string[],
  chosen: string | undefined,
])[] = [
  ["an RSA key, both announced", rsaJwk, undefined, ["RS256", "PS256"], "PS256"],
  ["an RSA key, PS256 and ES256 announced", rsaJwk, undefined, ["PS256", "ES256"], "PS256"],
  ["an RSA key, RS256 announced", rsaJwk, undefined, ["ES256", "RS256"], "RS256"],
  ["an RSA key, longer digests announced", rsaJwk, undefined, ["RS512", "RS384"], "RS384"],
  ["an RSA key, a longer digest with RSA-PSS announced", rsaJwk, undefined, ["PS512", "RS256"], "RS256"],
  ["an RSA key, ES256 announced", rsaJwk, undefined, ["ES256"], undefined],
  ["an RSA key, HMAC and none announced", rsaJwk, undefined, ["HS256", "none"], undefined],
  ["an RSA key, nothing announced", rsaJwk, undefined, [], undefined],
  ["an RSA key of alg RS256", { ...rsaJwk, alg: "RS256" }, undefined, ["PS256", "RS256"], "RS256"],
  ["an RSA key of alg RS256, PS256 announced", { ...rsaJwk, alg: "RS256" }, undefined, ["PS256"], undefined],
  ["an RSA key asked for RS256", rsaJwk, "RS256", ["PS256", "RS256"], "RS256"],
  ["an RSA key asked for RS256, PS256 announced", rsaJwk, "RS256", ["PS256"], undefined],
  ["a WebCrypto key for RS256", key("RS256").privateKey, undefined, ["PS256", "RS256"], "RS256"],
  ["a WebCrypto key for RS256, PS256 announced", key("RS256").privateKey, undefined, ["PS256"], undefined],
  ["a P-256 key", privateJwk, undefined, ["ES384", "ES256"], "ES256"],
  ["a P-256 key, ES384 announced", privateJwk, undefined, ["ES384"], undefined],
  ["an Ed25519 key", key("EdDSA").privateJwk, undefined, ["Ed25519", "EdDSA"], "EdDSA"],
  ["an Ed25519 key, the new name announced", key("EdDSA").privateJwk, undefined, ["Ed25519"], "Ed25519"],
  ["an Ed25519 key of alg EdDSA", { ...key("EdDSA").privateJwk, alg: "EdDSA" }, undefined, ["Ed25519"], "Ed25519"],
  ["an Ed25519 key asked for EdDSA", key("EdDSA").privateJwk, "EdDSA", ["Ed25519"], undefined],
];

for (const [title, given, asked, supported, chosen] of supportedCases) {
  test(`chooses ${chosen ?? "nothing"} for ${title} (RFC 8414 §2)`, () => {
    if (chosen !== undefined) {
      assert.equal(choosePrivateKeyAlgorithm(given, { asked, supported }).algorithm.name, chosen);
      return;
    }
    assert.throws(() => choosePrivateKeyAlgorithm(given, { asked, supported }), {
      code: "ERR_CONFIGURATION_KEY",
      parameter: "alg",
    });
  });
}

test("names what the key can sign with and what the server accepts, its text made harmless", () => {
  assert.throws(() => choosePrivateKeyAlgorithm(privateJwk, { supported: ["ES384", "x\ny\u202e"] }), {
    message: /The key can sign with ES256; the server accepts ES384, x\\u000ay\\u202e \(RFC 8414 §2\)/,
  });
});

test("lists the HMAC algorithms that a secret is long enough for (RFC 7518 §3.2)", () => {
  const names = (octets: number) => listSecretAlgorithms(new Uint8Array(octets)).map(({ name }) => name);
  assert.deepEqual(names(31), []);
  assert.deepEqual(names(32), ["HS256"]);
  assert.deepEqual(names(63), ["HS256", "HS384"]);
  assert.deepEqual(names(64), ["HS256", "HS384", "HS512"]);
});

test("tells WebCrypto keys from JWKs", () => {
  assert.equal(isCryptoKey(key("ES256").privateKey), true);
  assert.equal(isCryptoKey(privateJwk), false);
});

test("shows no part of the key in the error", () => {
  assert.throws(
    () => checkSigningKey({ ...privateJwk, use: "enc" }, algorithm("ES256")),
    (error: Error) =>
      !JSON.stringify(error).includes(String(privateJwk.d)) && !error.message.includes(String(privateJwk.d)),
  );
});

for (const [e, isUsable] of [
  [[1, 0, 1], true],
  [[3], false],
] as const) {
  test(`${isUsable ? "takes" : "refuses"} a WebCrypto RSA key with the public exponent ${e.join(" ")} (RFC 7518 §6.3.1.2)`, async () => {
    const parameters = { name: "RSA-PSS", modulusLength: 2048, publicExponent: Uint8Array.from(e), hash: "SHA-256" };
    const { privateKey } = await crypto.subtle.generateKey(parameters, false, ["sign", "verify"]);
    const choose = (): unknown => choosePrivateKeyAlgorithm(privateKey);
    if (isUsable) assert.doesNotThrow(choose);
    else assert.throws(choose, { code: "ERR_CONFIGURATION_KEY", message: /its e is even, small or huge/ });
  });
}

for (const [title, change, message] of [
  ["a private number with padding", (jwk: Jwk) => ({ d: `${jwk.d}=` }), /its d is not base64url/],
  ["a private number of another length", () => ({ d: "AQ" }), /its d is not base64url of 32 octets/],
  ["an empty private number", () => ({ d: "" }), /its d is not base64url/],
  ["a coordinate with white space", (jwk: Jwk) => ({ x: `${jwk.x} ` }), /its x is not base64url of 32 octets/],
  ["operations that contradict its use", () => ({ use: "sig", key_ops: ["sign", "deriveBits"] }), /key_ops contradict/],
] as const) {
  test(`refuses to sign with a JWK with ${title}, which runtimes would read`, async () => {
    const { privateJwk } = await generateTestKey("ES256");
    assert.doesNotThrow(() => choosePrivateKeyAlgorithm(privateJwk));
    assert.throws(() => choosePrivateKeyAlgorithm({ ...privateJwk, ...change(privateJwk) }), {
      code: "ERR_CONFIGURATION_KEY",
      message,
    });
  });
}
