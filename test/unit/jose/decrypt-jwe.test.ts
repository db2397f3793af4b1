import assert from "node:assert/strict";
import { test } from "node:test";
import { CompactEncrypt } from "jose/jwe/compact/encrypt";
import { type DecryptionPolicy, decryptJwe } from "../../../src/jose/decrypt-jwe.ts";
import type { DecryptionKey } from "../../../src/jose/decryption-key.ts";
import { encryptJwe } from "../../../src/jose/encrypt-jwe.ts";
import { changeHeader, generateEncryptionKey, numbersOf, replacePart } from "./encrypted-tokens.ts";

const rsa = await generateEncryptionKey("RSA-OAEP");
const ec = await generateEncryptionKey("ECDH-ES", "P-256");
const policy: DecryptionPolicy = {
  keys: [rsa.privateJwk, ec.privateJwk],
  algorithms: ["RSA-OAEP", "ECDH-ES"],
  encryptions: ["A128CBC-HS256", "A256GCM"],
};
const message = await encryptJwe("text", { key: rsa.publicJwk, algorithm: "RSA-OAEP", encryption: "A128CBC-HS256" });

async function textOf(compact: string, change: Partial<DecryptionPolicy> = {}): Promise<string> {
  return new TextDecoder().decode((await decryptJwe(compact, { ...policy, ...change })).plaintext);
}

/** Refused, and nothing in the error says why a key failed. */
async function assertSilent(
  compact: string,
  change: Partial<DecryptionPolicy> = {},
  text = /none of them/,
): Promise<void> {
  await assert.rejects(textOf(compact, change), (error: Error & { code?: string }) => {
    assert.deepEqual([error.name, error.code], ["VerificationError", "ERR_VERIFICATION_DECRYPTION"]);
    assert.match(error.message, text);
    assert.equal(error.cause, undefined);
    return true;
  });
}

test("decrypts with the key that fits the algorithm, and does not change it (RFC 7516 §5.2)", async () => {
  assert.equal(await textOf(message), "text");
  const agreed = await encryptJwe("other", { key: ec.publicJwk, algorithm: "ECDH-ES", encryption: "A256GCM" });
  const { header, plaintext } = await decryptJwe(agreed, policy);
  assert.equal(new TextDecoder().decode(plaintext), "other");
  assert.equal(header.alg, "ECDH-ES");
  assert.equal(Object.isFrozen(rsa.privateJwk), false);
});

test("accepts no algorithm that the caller does not list (RFC 8725 §3.1)", async () => {
  await assertSilent(message, { algorithms: ["ECDH-ES", "RSA-OAEP-256"] }, /alg .* accepted: ECDH-ES, RSA-OAEP-256 \(/);
  await assertSilent(message, { encryptions: ["A256GCM"] }, /enc .* accepted: A256GCM \(/);
});

test("says the same for every way in which a key fails", async () => {
  const other = await generateEncryptionKey("RSA-OAEP");
  const messages: string[] = [];
  for (const [compact, change] of [
    [message, { keys: [other.privateJwk] }],
    [replacePart(message, 1, () => "AAAA"), { keys: [rsa.privateJwk] }],
    [replacePart(message, 1, () => ""), { keys: [rsa.privateJwk] }],
    [replacePart(message, 2, () => "AAAA"), { keys: [rsa.privateJwk] }],
    [replacePart(message, 3, (part) => part.slice(4)), { keys: [rsa.privateJwk] }],
    [replacePart(message, 3, () => ""), { keys: [rsa.privateJwk] }],
    [replacePart(message, 4, () => "A".repeat(22)), { keys: [rsa.privateJwk] }],
    [changeHeader(message, { extra: 1 }), { keys: [rsa.privateJwk] }],
    [changeHeader(message, { enc: "A256GCM" }), { keys: [rsa.privateJwk] }],
  ] as const) {
    await assert.rejects(decryptJwe(compact, { ...policy, ...change }), (error: Error) => {
      assert.equal(error.cause, undefined);
      messages.push(error.message);
      return true;
    });
  }
  assert.deepEqual(
    [...new Set(messages)],
    [
      "The encrypted message cannot be decrypted: 1 of 1 keys fit its alg, enc and kid, and none of them decrypts it (RFC 7516 §5.2).",
    ],
  );
});

for (const enc of ["A128CBC-HS256", "A256GCM"]) {
  test(`refuses a tag that is cut short, and one that is too long (${enc})`, async () => {
    const compact = await encryptJwe("text", { key: rsa.publicJwk, algorithm: "RSA-OAEP", encryption: enc });
    for (const change of [
      (tag: string) => Buffer.from(tag, "base64url").subarray(0, 12).toString("base64url"),
      (tag: string) => Buffer.from(tag, "base64url").subarray(0, 1).toString("base64url"),
      (tag: string) => Buffer.concat([Buffer.from(tag, "base64url"), Buffer.alloc(2)]).toString("base64url"),
      () => "",
    ]) {
      await assertSilent(replacePart(compact, 4, change));
    }
  });
}

test("never takes a key from the object (RFC 8725 §3.10)", async () => {
  const foreign = await generateEncryptionKey("ECDH-ES", "P-256");
  const compact = await new CompactEncrypt(new TextEncoder().encode("text"))
    .setProtectedHeader({
      alg: "ECDH-ES",
      enc: "A256GCM",
      jwk: numbersOf(foreign.publicJwk),
      jku: "https://evil.example/jwks",
    })
    .encrypt(numbersOf(foreign.publicJwk));
  await assertSilent(compact);
});

test("refuses compressed content before anything is decrypted, a bomb too (RFC 8725 §3.6)", async () => {
  const bomb = await new CompactEncrypt(new Uint8Array(200_000))
    .setProtectedHeader({ alg: "RSA-OAEP", enc: "A256GCM", zip: "DEF" })
    .encrypt(numbersOf(rsa.publicJwk));
  await assertSilent(bomb, {}, /^The zip of the encrypted message/);
  await assertSilent(changeHeader(message, { zip: "none" }), {}, /^The zip of/);
});

test("refuses an extension that must be understood (RFC 7516 §4.1.13)", async () => {
  await assertSilent(changeHeader(message, { crit: ["x"], x: 1 }), {}, /^The crit of/);
});

test("refuses RSA1_5, in the object as in the list", async () => {
  await assertSilent(changeHeader(message, { alg: "RSA1_5" }), {}, /^The alg of/);
  await assert.rejects(textOf(message, { algorithms: ["RSA-OAEP", "RSA1_5"] }), {
    code: "ERR_CONFIGURATION_OPTION",
    parameter: "algorithms",
    message: /RSA1_5 is none/,
  });
});

test("reads password based encryption only where it is listed, up to 10000 rounds (RFC 7518 §4.8.1.2)", async () => {
  const alg = "PBES2-HS256+A128KW";
  const password = { kty: "oct", k: Buffer.from("password").toString("base64url") };
  const encrypt = (p2c: number): Promise<string> =>
    new CompactEncrypt(new TextEncoder().encode("text"))
      .setProtectedHeader({ alg, enc: "A256GCM" })
      .setKeyManagementParameters({ p2c })
      .encrypt(new TextEncoder().encode("password"));
  const change = { keys: [password], algorithms: [alg] };
  assert.equal(await textOf(await encrypt(10_000), change), "text");
  const slow = await encrypt(10_001);
  await assertSilent(slow, change, /^The p2c of .* the 10000 that/);
  assert.equal(await textOf(slow, { ...change, maxPasswordIterations: 20_000 }), "text");
  await assertSilent(changeHeader(slow, { p2c: Number.MAX_SAFE_INTEGER }), change, /^The p2c of/);
  await assertSilent(slow, { keys: [password], algorithms: ["A128KW"] }, /^The alg of/);
  await assertSilent(slow, { ...change, keys: [{ clientSecret: "password" }], maxPasswordIterations: 20_000 });
  await assertSilent(slow, { ...change, maxPasswordIterations: 1000 }, /^The p2c of/);
  assert.equal(await textOf(slow, { ...change, maxPasswordIterations: 1_000_000 }), "text");
  for (const maxPasswordIterations of [999, 1_000_001, Infinity, 1.5]) {
    await assert.rejects(textOf(slow, { maxPasswordIterations }), {
      code: "ERR_CONFIGURATION_OPTION",
      parameter: "maxPasswordIterations",
    });
  }
});

test("refuses a salt of fewer than eight octets (RFC 7518 §4.8.1.1)", async () => {
  const alg = "PBES2-HS256+A128KW";
  const password = { kty: "oct", k: Buffer.from("password").toString("base64url") };
  const encrypted = await new CompactEncrypt(new TextEncoder().encode("text"))
    .setProtectedHeader({ alg, enc: "A256GCM" })
    .setKeyManagementParameters({ p2c: 1000, p2s: new Uint8Array(8) })
    .encrypt(new TextEncoder().encode("password"));
  const change = { keys: [password], algorithms: [alg] };
  assert.equal(await textOf(encrypted, change), "text");
  await assert.rejects(textOf(changeHeader(encrypted, { p2s: "AAAAAAAAAA" }), change), { code: "ERR_VALIDATION_JWT" });
});

test("decrypts directly with a key of the right length only", async () => {
  const k16 = { kty: "oct", k: Buffer.alloc(16, 1).toString("base64url") };
  const k32 = { kty: "oct", k: Buffer.alloc(32, 1).toString("base64url") };
  const compact = await encryptJwe("text", { key: k32, algorithm: "dir", encryption: "A128CBC-HS256" });
  const change = { algorithms: ["dir"] };
  assert.equal(await textOf(compact, { ...change, keys: [k16, k32] }), "text");
  await assertSilent(compact, { ...change, keys: [k16] }, /0 of 1 keys/);
  await assertSilent(compact, { ...change, keys: [{ kty: "oct", k: Buffer.alloc(32, 2).toString("base64url") }] });
  await assertSilent(
    replacePart(compact, 1, () => "AAAA"),
    { ...change, keys: [k32] },
  );
});

test("derives the key from the client secret for symmetric algorithms (OpenID Connect Core §10.2)", async () => {
  const key = { clientSecret: "the client's secret" };
  for (const [algorithm, encryption] of [
    ["dir", "A256CBC-HS512"],
    ["dir", "A128GCM"],
    ["A192KW", "A128CBC-HS256"],
    ["A256GCMKW", "A128CBC-HS256"],
  ] as const) {
    const compact = await encryptJwe("text", { key, algorithm, encryption });
    const change = { algorithms: [algorithm], encryptions: [encryption] };
    assert.equal(await textOf(compact, { ...change, keys: [key] }), "text");
    await assertSilent(compact, { ...change, keys: [{ clientSecret: "another" }] });
  }
  await assertSilent(message, { keys: [key] }, /0 of 1 keys/);
});

test("tries keys without a name one after the other, four at most", async () => {
  const others = await Promise.all([1, 2, 3, 4].map(() => generateEncryptionKey("ECDH-ES", "P-256")));
  const wrong = others.map(({ privateJwk }) => privateJwk);
  const compact = await encryptJwe("text", { key: ec.publicJwk, algorithm: "ECDH-ES", encryption: "A256GCM" });
  assert.equal(await textOf(compact, { keys: [...wrong.slice(1), ec.privateJwk] }), "text");
  await assertSilent(compact, { keys: [...wrong, ec.privateJwk] }, /4 of 5 keys/);
});

for (const [keys, code] of [
  ["[]", "ERR_CONFIGURATION_DECRYPTION_KEY"],
  ['"PEM"', "ERR_CONFIGURATION_KEY"],
  ['["PEM"]', "ERR_CONFIGURATION_KEY"],
  ["[null]", "ERR_CONFIGURATION_KEY"],
] as const) {
  test(`refuses keys that are ${keys}`, async () => {
    const parsed: DecryptionKey[] = JSON.parse(keys);
    await assert.rejects(textOf(message, { keys: parsed }), { name: "ConfigurationError", code });
  });
}

for (const [parameter, list] of [
  ["algorithms", []],
  ["algorithms", ["none"]],
  ["encryptions", []],
  ["encryptions", ["A128CBC"]],
] as const) {
  test(`refuses ${parameter} that are ${JSON.stringify(list)}`, async () => {
    await assert.rejects(textOf(message, { [parameter]: list }), { code: "ERR_CONFIGURATION_OPTION", parameter });
  });
}
