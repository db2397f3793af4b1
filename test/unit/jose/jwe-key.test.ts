import assert from "node:assert/strict";
import { webcrypto } from "node:crypto";
import { test } from "node:test";
import { findJweAlgorithm, findJweEncryption } from "../../../src/jose/jwe-algorithms.ts";
import { findJweKeyMismatch, importJweKey, type JweKeyUse } from "../../../src/jose/jwe-key.ts";
import { generateEncryptionKey } from "./encrypted-tokens.ts";

function use(name: string, purpose: "encrypt" | "decrypt", enc = "A128CBC-HS256"): JweKeyUse {
  const algorithm = findJweAlgorithm(name);
  const encryption = findJweEncryption(enc);
  assert.ok(algorithm !== undefined && encryption !== undefined);
  return { algorithm, encryption, purpose };
}

function rsa(hash: string, usages: readonly KeyUsage[]): Promise<CryptoKeyPair> {
  const algorithm = { name: "RSA-OAEP", modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]), hash };
  return webcrypto.subtle.generateKey(algorithm, false, [...usages]);
}

const pair = rsa("SHA-256", ["encrypt", "decrypt"]);
const signing = webcrypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign", "verify"]);

test("a CryptoKey that fits decrypts or encrypts, each half its own (RFC 7518 §4.3)", async () => {
  const { publicKey, privateKey } = await pair;
  assert.equal(findJweKeyMismatch(publicKey, use("RSA-OAEP-256", "encrypt")), undefined);
  assert.equal(findJweKeyMismatch(privateKey, use("RSA-OAEP-256", "decrypt")), undefined);
});

test("a CryptoKey of another algorithm, digest, half or usage is refused, and the reason named (RFC 7518 §4.1)", async () => {
  const { publicKey, privateKey } = await pair;
  const decrypt = use("RSA-OAEP-256", "decrypt");
  assert.match(findJweKeyMismatch((await signing).privateKey, decrypt) ?? "", /^it is a key for ECDSA$/);
  assert.match(findJweKeyMismatch(privateKey, use("RSA-OAEP-512", "decrypt")) ?? "", /^its digest is not SHA-512$/);
  assert.match(findJweKeyMismatch(publicKey, decrypt) ?? "", /^it is a public key$/);
  assert.match(findJweKeyMismatch(privateKey, use("RSA-OAEP-256", "encrypt")) ?? "", /^it is a private key$/);
  const wrapping = await rsa("SHA-256", ["wrapKey", "unwrapKey"]);
  assert.match(findJweKeyMismatch(wrapping.privateKey, decrypt) ?? "", /^its usages lack decrypt$/);
});

test("a secret key of another length is refused (RFC 7518 §4.4)", async () => {
  const key = await webcrypto.subtle.generateKey({ name: "AES-KW", length: 256 }, false, ["wrapKey", "unwrapKey"]);
  assert.equal(findJweKeyMismatch(key, use("A256KW", "decrypt")), undefined);
  assert.match(findJweKeyMismatch(key, use("A128KW", "decrypt")) ?? "", /^it has 256 bits, 128 are needed$/);
});

test("an alg that names the content encryption fits for dir alone (RFC 7518 §4.5)", () => {
  const key = (bits: number, alg: string) => ({ kty: "oct", k: Buffer.alloc(bits / 8, 7).toString("base64url"), alg });
  assert.equal(findJweKeyMismatch(key(128, "A128GCM"), use("dir", "decrypt", "A128GCM")), undefined);
  assert.match(findJweKeyMismatch(key(128, "A256GCM"), use("dir", "decrypt", "A128GCM")) ?? "", /^its alg is not dir$/);
  assert.match(
    findJweKeyMismatch(key(128, "A128GCM"), use("A128KW", "decrypt", "A128GCM")) ?? "",
    /^its alg is not A128KW$/,
  );
});

test("a key without its secret does not decrypt, one with it does not encrypt for others (RFC 7517 §4)", async () => {
  const { publicJwk, privateJwk } = await generateEncryptionKey("ECDH-ES", "P-256");
  assert.equal(typeof findJweKeyMismatch(privateJwk, use("ECDH-ES", "encrypt")), "string");
  assert.equal(findJweKeyMismatch(publicJwk, use("ECDH-ES", "encrypt")), undefined);
  assert.equal(findJweKeyMismatch(privateJwk, use("ECDH-ES", "decrypt")), undefined);
});

test("what is imported cannot be taken out again", async () => {
  for (const alg of ["ECDH-ES", "RSA-OAEP-256"]) {
    const { privateJwk } = await generateEncryptionKey(alg, alg === "ECDH-ES" ? "P-256" : undefined);
    const imported = await importJweKey(privateJwk, use(alg, "decrypt"));
    assert.ok("extractable" in imported);
    assert.equal(imported.extractable, false);
  }
});
