import assert from "node:assert/strict";
import { test } from "node:test";
import { decryptJwe } from "../../../src/jose/decrypt-jwe.ts";
import { checkDecryptionKeys, type DecryptionKey } from "../../../src/jose/decryption-key.ts";
import { encryptJwe } from "../../../src/jose/encrypt-jwe.ts";
import { generateEncryptionKey } from "./encrypted-tokens.ts";

const rsa = await generateEncryptionKey("RSA-OAEP");
const { publicJwk, privateJwk } = rsa;
const oaep = { name: "RSA-OAEP", modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) };
const usages = ["encrypt", "decrypt", "wrapKey", "unwrapKey"] as const;
const pair = await crypto.subtle.generateKey({ ...oaep, hash: "SHA-1" }, true, usages);

/** Whether the key opens what was encrypted for its other half. */
async function opens(key: DecryptionKey, options: { keyId?: string; to?: CryptoKey } = {}): Promise<boolean> {
  const { keyId, to = publicJwk } = options;
  const encrypted = await encryptJwe("text", { key: to, algorithm: "RSA-OAEP", encryption: "A256GCM", keyId });
  return decryptJwe(encrypted, { keys: [key], algorithms: ["RSA-OAEP"], encryptions: ["A256GCM"] }).then(
    () => true,
    () => false,
  );
}

test("chooses by kid, alg, use and key_ops (RFC 7517 §4)", async () => {
  assert.equal(await opens({ ...privateJwk, use: "enc", alg: "RSA-OAEP", key_ops: ["unwrapKey"] }), true);
  assert.equal(await opens({ ...privateJwk, key_ops: ["decrypt"] }), true);
  assert.equal(await opens({ ...privateJwk, key_ops: ["sign"] }), false);
  assert.equal(await opens({ ...privateJwk, use: "sig" }), false);
  assert.equal(await opens({ ...privateJwk, alg: "RSA-OAEP-256" }), false);
  assert.equal(await opens({ key: privateJwk, algorithm: "RSA-OAEP" }), true);
  assert.equal(await opens({ key: privateJwk, algorithm: "RSA-OAEP-256" }), false);
});

test("matches the header's kid with the key's; a key without one fits any (RFC 7517 §4.5)", async () => {
  assert.equal(await opens({ ...privateJwk, kid: "k1" }, { keyId: "k1" }), true);
  assert.equal(await opens({ ...privateJwk, kid: "k2" }, { keyId: "k1" }), false);
  assert.equal(await opens({ key: { ...privateJwk, kid: "k2" }, kid: "k1" }, { keyId: "k1" }), true);
  assert.equal(await opens(privateJwk, { keyId: "k1" }), true);
  assert.equal(await opens({ ...privateJwk, kid: "k1" }), true);
});

test("prefers the named key to those without a name", async () => {
  const other = await generateEncryptionKey("RSA-OAEP");
  const encrypted = await encryptJwe("a", { key: publicJwk, algorithm: "RSA-OAEP", encryption: "A256GCM", keyId: "k" });
  const policy = { algorithms: ["RSA-OAEP"], encryptions: ["A256GCM"] };
  const keys = [...Array(5).fill(other.privateJwk), { ...privateJwk, kid: "k" }];
  assert.equal((await decryptJwe(encrypted, { ...policy, keys })).plaintext.length, 1);
});

test("takes WebCrypto keys of the right digest, type and usage", async () => {
  assert.equal(await opens(pair.privateKey, { to: pair.publicKey }), true);
  assert.equal(await opens({ key: pair.privateKey, kid: "k1" }, { to: pair.publicKey, keyId: "k1" }), true);
  assert.equal(await opens({ key: pair.privateKey, kid: "k2" }, { to: pair.publicKey, keyId: "k1" }), false);
  const sha256 = await crypto.subtle.generateKey({ ...oaep, hash: "SHA-256" }, true, usages);
  assert.equal(await opens(sha256.privateKey), false);
  const wrapOnly = await crypto.subtle.importKey(
    "pkcs8",
    await crypto.subtle.exportKey("pkcs8", pair.privateKey),
    { name: "RSA-OAEP", hash: "SHA-1" },
    false,
    ["unwrapKey"],
  );
  assert.equal(await opens(wrapOnly, { to: pair.publicKey }), false);
});

test("refuses a WebCrypto key that is weak before there is a message (RFC 7518 §4.3)", async () => {
  for (const [change, message] of [
    [{ modulusLength: 1024 }, /1024 bits, at least 2048/],
    [{ publicExponent: Uint8Array.of(3) }, /its e is even/],
  ] as const) {
    const key = await crypto.subtle.generateKey({ ...oaep, hash: "SHA-256", ...change }, true, usages);
    assert.throws(() => checkDecryptionKeys([key.privateKey]), { code: "ERR_CONFIGURATION_KEY", message });
    const options = { key: key.publicKey, algorithm: "RSA-OAEP-256", encryption: "A256GCM" };
    await assert.rejects(encryptJwe("", options), { code: "ERR_CONFIGURATION_KEY", message });
  }
});

test("refuses a short WebCrypto key, to encrypt as to decrypt (RFC 7518 §4.3)", async () => {
  const short = await crypto.subtle.generateKey({ ...oaep, modulusLength: 1024, hash: "SHA-1" }, true, usages);
  assert.equal(await opens(short.privateKey), false);
  const options = { key: short.publicKey, algorithm: "RSA-OAEP", encryption: "A256GCM" };
  await assert.rejects(encryptJwe("", options), { code: "ERR_CONFIGURATION_KEY", message: /1024 bits, at least 2048/ });
});

test("takes WebCrypto keys of symmetric algorithms, and of key agreement", async () => {
  const gcm = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  const kw = await crypto.subtle.generateKey({ name: "AES-KW", length: 128 }, false, ["wrapKey", "unwrapKey"]);
  const ecdh = await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, false, ["deriveBits"]);
  for (const [to, key, algorithm, encryption, fits] of [
    [gcm, gcm, "dir", "A256GCM", true],
    [gcm, gcm, "A256GCMKW", "A128GCM", true],
    [kw, kw, "A128KW", "A128GCM", true],
    [ecdh.publicKey, ecdh.privateKey, "ECDH-ES", "A128GCM", true],
  ] as const) {
    const encrypted = await encryptJwe("text", { key: to, algorithm, encryption });
    const policy = { keys: [key], algorithms: [algorithm], encryptions: [encryption] };
    assert.equal((await decryptJwe(encrypted, policy)).plaintext.length === 4, fits);
  }
  for (const [algorithm, encryption] of [
    ["dir", "A128CBC-HS256"],
    ["dir", "A128GCM"],
    ["A128GCMKW", "A128GCM"],
    ["A256KW", "A128GCM"],
  ] as const) {
    await assert.rejects(encryptJwe("", { key: gcm, algorithm, encryption }), { code: "ERR_CONFIGURATION_KEY" });
  }
});

test("accepts whole private sets: what does not decrypt is never chosen", () => {
  checkDecryptionKeys([
    privateJwk,
    { ...privateJwk, use: "sig", alg: "RS256" },
    { kty: "oct", k: "AA" },
    { kty: "OKP", crv: "Ed25519", x: "AA", d: "AA" },
    pair.privateKey,
    { key: pair.privateKey, kid: "k", algorithm: "RSA-OAEP" },
    { clientSecret: "secret" },
  ]);
});

const weak = { kty: "RSA", n: Buffer.alloc(128, 0xff).toString("base64url"), e: "AQAB", d: "AA" };
for (const [title, key, message] of [
  ["a public JWK", publicJwk, /keys\[1\] cannot decrypt: it is a public key/],
  ["a public WebCrypto key", pair.publicKey, /public key/],
  ["a named public key", { key: pair.publicKey, kid: "k" }, /public key/],
  ["a named public JWK", { key: publicJwk }, /public key/],
  ["a short RSA key", weak, /1024 bits/],
  ["a symmetric JWK without k", { kty: "oct" }, /its k is not base64url/],
  ["a symmetric JWK with an empty k", { kty: "oct", k: "" }, /its k is not base64url/],
  ["a symmetric JWK in standard Base64", { kty: "oct", k: "AA==" }, /its k is not base64url/],
  [
    "a point of the wrong length",
    { kty: "OKP", crv: "X25519", x: "AA", d: "AA" },
    /its x is not base64url of 32 octets/,
  ],
  ["a private number with padding", { ...privateJwk, d: `${privateJwk.d}=` }, /its d is not base64url/],
  ["an empty private number", { ...privateJwk, d: "" }, /its d is not base64url/],
  ["a prime with white space", { ...privateJwk, p: ` ${privateJwk.p}` }, /its p is not base64url/],
  ["more than two primes", { ...privateJwk, oth: [{ r: "AQ", d: "AQ", t: "AQ" }] }, /more than two primes/],
  ["the exponent 1", { ...privateJwk, e: "AQ" }, /its n or e is weak/],
  ["an unknown kty", { kty: "AKP", priv: "AA" }, /kty is not/],
  ["an unknown algorithm", { key: privateJwk, algorithm: "RSA1_5" }, /not a key management algorithm/],
  ["an empty client secret", { clientSecret: "" }, /client secret is empty/],
] as const) {
  test(`refuses ${title} before there is a message`, () => {
    assert.throws(() => checkDecryptionKeys([privateJwk, key]), {
      name: "ConfigurationError",
      code: "ERR_CONFIGURATION_KEY",
      parameter: "keys",
      message,
    });
  });
}
