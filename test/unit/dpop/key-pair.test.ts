import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { test } from "node:test";
import type { Jwk } from "../../../generated/messages/jwk.ts";
import { createDPoP } from "../../../src/dpop/create-dpop.ts";
import { readProof } from "../../fixtures/proofs.ts";

const request = { method: "GET", url: "https://api.example.com/" };

/** A private JWK of Node's own making. */
function privateJwk(curve: string): Jwk {
  const exported = generateKeyPairSync("ec", { namedCurve: curve }).privateKey.export({ format: "jwk" });
  return { ...exported, kty: "EC" };
}

async function makePair(extractable: boolean): Promise<CryptoKeyPair> {
  return crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, extractable, ["sign", "verify"]);
}

/** The signature of such a key is its input. */
async function makePairWithExponentOne(): Promise<unknown> {
  const algorithm = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
  const jwk = { ...generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ format: "jwk" }), e: "AQ" };
  const { kty = "", n = "", e } = jwk;
  return {
    privateKey: await crypto.subtle.importKey("jwk", { ...jwk, d: "AQ" }, algorithm, true, ["sign"]),
    publicKey: await crypto.subtle.importKey("jwk", { kty, n, e }, algorithm, true, ["verify"]),
  };
}

test("key pair: is new, ES256 and not extractable unless told", async () => {
  const [one, other] = [await createDPoP(), await createDPoP()];
  assert.notEqual(one.jkt, other.jkt);
  assert.equal(one.algorithm, "ES256");
  assert.equal(one.keyPair.privateKey.extractable, false);
  await assert.rejects(one.exportKey(), { code: "ERR_CONFIGURATION_KEY", parameter: "extractable" });
});

test("key pair: an exported key comes back as the same key", async () => {
  const first = await createDPoP({ extractable: true, algorithm: "ES384" });
  const key = await first.exportKey();
  assert.deepEqual(Object.keys(key).sort(), ["alg", "crv", "d", "kty", "x", "y"]);
  const second = await createDPoP({ key: JSON.parse(JSON.stringify(key)) });
  assert.deepEqual([second.jkt, second.algorithm], [first.jkt, "ES384"]);
  assert.equal(second.keyPair.privateKey.extractable, false);
  assert.equal((await readProof(await second.createProof(request))).header.alg, "ES384");
});

test("key pair: a pair of WebCrypto keys is taken as it is", async () => {
  const key = await makePair(false);
  const dpop = await createDPoP({ key });
  assert.equal(dpop.keyPair, key);
  assert.equal((await createDPoP({ key })).jkt, dpop.jkt);
  assert.equal((await readProof(await dpop.createProof(request))).header.alg, "ES256");
});

test("key pair: a JWK with a kid and a use shows neither in the proof", async () => {
  const dpop = await createDPoP({ key: { ...privateJwk("P-256"), kid: "secret-name", use: "sig", key_ops: ["sign"] } });
  const { header } = await readProof(await dpop.createProof(request));
  assert.deepEqual(Object.keys(Object(header.jwk)), ["kty", "crv", "x", "y"]);
  assert.ok(Object.isFrozen(dpop.publicJwk));
  assert.equal(dpop.publicJwk.d, undefined);
});

const wrongKeys: readonly (readonly [string, () => unknown | Promise<unknown>])[] = [
  ["a public JWK", () => ({ ...privateJwk("P-256"), d: undefined })],
  ["a shared secret", () => ({ kty: "oct", k: "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXNlY3JldA" })],
  ["a curve without an algorithm", () => ({ kty: "EC", crv: "P-192", x: "AA", y: "AA", d: "AA" })],
  ["a JWK for encryption", () => ({ ...privateJwk("P-256"), use: "enc" })],
  ["a JWK whose halves differ", () => ({ ...privateJwk("P-256"), d: privateJwk("P-256").d })],
  ["numbers that are no point", () => ({ ...privateJwk("P-256"), x: "A".repeat(43) })],
  ["a CryptoKey alone", async () => (await makePair(true)).privateKey],
  ["text", () => "-----BEGIN PRIVATE KEY-----"],
  [
    "a pair whose halves differ",
    async () => ({ ...(await makePair(true)), publicKey: (await makePair(true)).publicKey }),
  ],
  [
    "a pair of two private halves",
    async () => {
      const { privateKey } = await makePair(true);
      return { privateKey, publicKey: privateKey };
    },
  ],
  ["a pair whose exponent is 1, so that anybody can sign", makePairWithExponentOne],
  ["a pair of nothing", () => ({ privateKey: {}, publicKey: {} })],
  [
    "a pair in the wrong order",
    async () => {
      const { privateKey, publicKey } = await makePair(true);
      return { privateKey: publicKey, publicKey: privateKey };
    },
  ],
  [
    "an RSA key of 1024 bits",
    () => ({ ...generateKeyPairSync("rsa", { modulusLength: 1024 }).privateKey.export({ format: "jwk" }) }),
  ],
];

for (const [title, make] of wrongKeys) {
  test(`key pair: refuses ${title}`, async () => {
    const options: { readonly key: Jwk } = Object({ key: await make() });
    await assert.rejects(createDPoP(options), (error) => {
      assert.ok(error instanceof Error && "code" in error);
      assert.equal(error.code, "ERR_CONFIGURATION_KEY", error.message);
      assert.doesNotMatch(error.message, /PRIVATE/);
      return true;
    });
  });
}

test("key pair: an algorithm that the key does not fit is refused (RFC 7518 §3.1)", async () => {
  await assert.rejects(createDPoP({ key: privateJwk("P-256"), algorithm: "ES384" }), { code: "ERR_CONFIGURATION_KEY" });
});

for (const algorithm of ["HS256", "none", "", "es256", "RSA-OAEP"]) {
  test(`key pair: ${JSON.stringify(algorithm)} makes no proofs (RFC 9449 §4.2)`, async () => {
    await assert.rejects(createDPoP({ algorithm }), { code: "ERR_CONFIGURATION_OPTION", parameter: "algorithm" });
  });
}
