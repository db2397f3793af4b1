import assert from "node:assert/strict";
import { test } from "node:test";
import { compactDecrypt } from "jose/jwe/compact/decrypt";
import { importJWK } from "jose/key/import";
import { encryptJwe, selectEncryptionKey } from "../../../src/jose/encrypt-jwe.ts";
import { generateEncryptionKey, numbersOf } from "./encrypted-tokens.ts";

const enc = "A128CBC-HS256";

function headerOf(compact: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(compact.split(".")[0] ?? "", "base64url").toString());
}

for (const [alg, crv] of [
  ["RSA-OAEP", undefined],
  ["RSA-OAEP-256", undefined],
  ["RSA-OAEP-384", undefined],
  ["RSA-OAEP-512", undefined],
  ["ECDH-ES", "P-256"],
  ["ECDH-ES", "X25519"],
  ["ECDH-ES+A128KW", "P-384"],
  ["ECDH-ES+A256KW", "P-521"],
  ["dir", undefined],
  ["A128KW", undefined],
  ["A256KW", undefined],
  ["A128GCMKW", undefined],
  ["A256GCMKW", undefined],
] as const) {
  test(`encrypts with ${alg} ${crv ?? ""}, so that the recipient's key decrypts it (RFC 7516 §5.1)`, async () => {
    const { publicJwk, privateJwk } = await generateEncryptionKey(alg, crv, enc);
    const members = { use: "enc", kid: "k1", alg, key_ops: undefined };
    for (const key of [
      publicJwk,
      { ...publicJwk, ...members, key_ops: alg.startsWith("ECDH") ? [] : ["encrypt", "wrapKey"] },
    ]) {
      const compact = await encryptJwe("text ü", { key, algorithm: alg, encryption: enc, contentType: "JWT" });
      const own = await importJWK(numbersOf(privateJwk), alg);
      const { plaintext, protectedHeader } = await compactDecrypt(compact, own);
      assert.equal(new TextDecoder().decode(plaintext), "text ü");
      assert.equal(protectedHeader.alg, alg);
      assert.equal(protectedHeader.cty, "JWT");
      assert.equal(protectedHeader.kid, key.kid);
    }
  });
}

test("makes every object anew: another ephemeral key, another content key", async () => {
  const { publicJwk } = await generateEncryptionKey("ECDH-ES", "P-256");
  const options = { key: publicJwk, algorithm: "ECDH-ES", encryption: "A128GCM" };
  const [one, other] = await Promise.all([encryptJwe("a", options), encryptJwe("a", options)]);
  assert.notDeepEqual(headerOf(one).epk, headerOf(other).epk);
});

test("writes kid, typ and cty as asked, the key's own kid where none is given, and nothing else", async () => {
  const { publicJwk } = await generateEncryptionKey("RSA-OAEP-256");
  const options = { key: { ...publicJwk, kid: "own" }, algorithm: "RSA-OAEP-256", encryption: "A256GCM" };
  assert.deepEqual(headerOf(await encryptJwe("", options)), { alg: "RSA-OAEP-256", enc: "A256GCM", kid: "own" });
  assert.deepEqual(headerOf(await encryptJwe("", { ...options, keyId: "asked", type: "JWT", contentType: "JWT" })), {
    ...{ alg: "RSA-OAEP-256", enc: "A256GCM", kid: "asked", typ: "JWT", cty: "JWT" },
  });
});

test("does not change the key that it is given", async () => {
  const { publicJwk } = await generateEncryptionKey("RSA-OAEP");
  await encryptJwe("", { key: publicJwk, algorithm: "RSA-OAEP", encryption: "A256GCM" });
  assert.equal(Object.isFrozen(publicJwk), false);
});

test("takes WebCrypto keys", async () => {
  const pair = await crypto.subtle.generateKey(
    { name: "RSA-OAEP", hash: "SHA-256", modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) },
    false,
    ["encrypt", "decrypt"],
  );
  const options = { key: pair.publicKey, algorithm: "RSA-OAEP-256", encryption: "A256GCM" };
  const { plaintext } = await compactDecrypt(await encryptJwe("text", options), pair.privateKey);
  assert.equal(new TextDecoder().decode(plaintext), "text");
  await assert.rejects(encryptJwe("", { ...options, algorithm: "RSA-OAEP" }), { code: "ERR_CONFIGURATION_KEY" });
  await assert.rejects(encryptJwe("", { ...options, key: pair.privateKey }), { code: "ERR_CONFIGURATION_KEY" });
});

test("derives a symmetric key from the client secret (OpenID Connect Core §10.2)", async () => {
  const key = { clientSecret: "secret" };
  const compact = await encryptJwe("text", { key, algorithm: "dir", encryption: "A256CBC-HS512" });
  const derived = new Uint8Array(await crypto.subtle.digest("SHA-512", new TextEncoder().encode("secret")));
  assert.equal(new TextDecoder().decode((await compactDecrypt(compact, derived)).plaintext), "text");
  await assert.rejects(encryptJwe("", { key, algorithm: "RSA-OAEP", encryption: "A128GCM" }), {
    code: "ERR_CONFIGURATION_KEY",
    message: /symmetric algorithms only/,
  });
});

for (const [algorithm, encryption, parameter] of [
  ["RSA1_5", "A128GCM", "algorithm"],
  ["PBES2-HS256+A128KW", "A128GCM", "algorithm"],
  ["none", "A128GCM", "algorithm"],
  ["dir", "A128CBC", "encryption"],
] as const) {
  test(`refuses to encrypt with ${algorithm} and ${encryption}`, async () => {
    const key = { kty: "oct", k: "AAAAAAAAAAAAAAAAAAAAAA" };
    await assert.rejects(encryptJwe("", { key, algorithm, encryption }), {
      code: "ERR_CONFIGURATION_OPTION",
      parameter,
    });
  });
}

test("refuses a key that does not fit, with the reason (RFC 7517 §4)", async () => {
  const { publicJwk, privateJwk } = await generateEncryptionKey("RSA-OAEP");
  const small = { kty: "RSA", n: Buffer.alloc(128, 0xff).toString("base64url"), e: "AQAB" };
  const oct = { kty: "oct", k: "AAAAAAAAAAAAAAAAAAAAAA" };
  for (const [key, algorithm, message] of [
    [privateJwk, "RSA-OAEP", /private part/],
    [small, "RSA-OAEP", /1024 bits/],
    [{ ...publicJwk, use: "sig" }, "RSA-OAEP", /use is not enc/],
    [{ ...publicJwk, alg: "RSA-OAEP-256" }, "RSA-OAEP", /alg is not RSA-OAEP/],
    [{ ...publicJwk, key_ops: ["verify"] }, "RSA-OAEP", /key_ops lack/],
    [publicJwk, "ECDH-ES", /kty is not EC or OKP/],
    [{ kty: "EC", crv: "secp256k1", x: "AA", y: "AA" }, "ECDH-ES", /crv is not/],
    [{ kty: "EC", crv: "P-256", x: "AA", y: "AA" }, "ECDH-ES", /its x is not base64url of 32 octets/],
    [{ kty: "EC", crv: "P-256", x: "A".repeat(43), y: "A".repeat(43) }, "ECDH-ES", /do not form a key/],
    [
      { kty: "EC", crv: "P-256", x: "A".repeat(43), y: "A".repeat(43), key_ops: ["verify"] },
      "ECDH-ES",
      /key_ops contradict/,
    ],
    [{ kty: "OKP", crv: "X25519", x: "A".repeat(43) }, "ECDH-ES", /small order/],
    [{ kty: "OKP", crv: "constructor", x: "A".repeat(43) }, "ECDH-ES", /crv is not/],
    [oct, "A256KW", /128 bits, 256 are needed/],
    [oct, "dir", /128 bits, 256 are needed for A256GCM/],
    [{ kty: "oct", k: "AA==" }, "A128KW", /k is not base64url/],
  ] as const) {
    await assert.rejects(encryptJwe("", { key, algorithm, encryption: "A256GCM" }), {
      code: "ERR_CONFIGURATION_KEY",
      message,
    });
  }
  const text: { key: typeof oct } = JSON.parse('{"key":"PEM"}');
  await assert.rejects(encryptJwe("", { ...text, algorithm: "A128KW", encryption: "A128GCM" }), {
    code: "ERR_CONFIGURATION_KEY",
  });
});

test("refuses the private half of a WebCrypto key agreement (RFC 7518 §4.6)", async () => {
  const pair = await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, false, ["deriveBits"]);
  const choice = { algorithm: "ECDH-ES", encryption: "A128GCM" };
  assert.equal((await encryptJwe("", { ...choice, key: pair.publicKey })).split(".").length, 5);
  await assert.rejects(encryptJwe("", { ...choice, key: pair.privateKey }), {
    code: "ERR_CONFIGURATION_KEY",
    message: /it is a private key/,
  });
});

test("selects the key of a server's set that is for encryption (RFC 7517 §4.2)", async () => {
  const { publicJwk } = await generateEncryptionKey("RSA-OAEP");
  const ec = (await generateEncryptionKey("ECDH-ES", "P-256")).publicJwk;
  const sig = { ...publicJwk, use: "sig", kid: "s" };
  const open = { ...publicJwk, kid: "o" };
  const own = { ...publicJwk, use: "enc", kid: "e" };
  const choice = { algorithm: "RSA-OAEP", encryption: "A128GCM" };
  assert.equal(selectEncryptionKey([sig, open, ec, own], choice), own);
  assert.equal(selectEncryptionKey([sig, open, ec], choice), open);
  assert.equal(selectEncryptionKey([sig, open, own], { ...choice, keyId: "o" }), open);
  assert.equal(selectEncryptionKey([sig, own, ec], { ...choice, algorithm: "ECDH-ES+A128KW" }), ec);
});

test("says so when no key of a set fits, and takes no symmetric key from a published set", () => {
  const keys = [{ kty: "oct", k: "AAAAAAAAAAAAAAAAAAAAAA" }, ...JSON.parse("[null, 1]")];
  for (const [algorithm, message] of [
    ["A128KW", /no key with kid "k1" to encrypt with A128KW; looked at 3/],
    ["RSA-OAEP", /no key with kid/],
  ] as const) {
    assert.throws(() => selectEncryptionKey(keys, { algorithm, encryption: "A128GCM", keyId: "k1" }), {
      code: "ERR_CONFIGURATION_KEY",
      message,
    });
  }
});
