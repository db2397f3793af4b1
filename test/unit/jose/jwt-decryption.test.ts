import assert from "node:assert/strict";
import { test } from "node:test";
import { encryptJwe } from "../../../src/jose/encrypt-jwe.ts";
import { createDecryption } from "../../../src/jose/jwt-decryption.ts";

const kind = { name: "test token", types: ["jwt"], mayOmitType: true };
const signed = "eyJhbGciOiJub25lIn0.e30.AA";
const oct = (octets: number) => ({ kty: "oct", k: Buffer.alloc(octets, 1).toString("base64url") });

async function encrypt(algorithm: string, encryption: string, octets: number): Promise<string> {
  return encryptJwe(signed, { key: oct(octets), algorithm, encryption, contentType: "JWT" });
}

test("accepts the registered algorithms only (OpenID Connect Dynamic Client Registration §2)", async () => {
  const decryption = createDecryption([oct(16)])({ algorithm: "A128KW", encryption: "A256GCM" });
  assert.equal(decryption?.required, true);
  assert.equal((await decryption?.decrypt?.(await encrypt("A128KW", "A256GCM", 16), kind))?.jwt, signed);
  for (const [algorithm, encryption] of [
    ["A128GCMKW", "A256GCM"],
    ["A128KW", "A128GCM"],
  ] as const) {
    const other = await encrypt(algorithm, encryption, 16);
    await assert.rejects(async () => decryption?.decrypt?.(other, kind), { code: "ERR_VERIFICATION_DECRYPTION" });
  }
});

test("a registration without enc means A128CBC-HS256", async () => {
  const decryption = createDecryption([oct(16)])({ algorithm: "A128KW" });
  assert.equal((await decryption?.decrypt?.(await encrypt("A128KW", "A128CBC-HS256", 16), kind))?.jwt, signed);
  await assert.rejects(async () => decryption?.decrypt?.(await encrypt("A128KW", "A128GCM", 16), kind), {
    code: "ERR_VERIFICATION_DECRYPTION",
  });
});

test("without a registration, encryption is accepted where there are keys, and not demanded", () => {
  assert.equal(createDecryption([oct(16)])()?.required, undefined);
  assert.equal(typeof createDecryption([oct(16)])()?.decrypt, "function");
  assert.equal(createDecryption([])()?.decrypt, undefined);
  assert.equal(createDecryption([])({ algorithm: "dir" })?.required, true);
});

test("a list of keys that is changed later changes nothing", async () => {
  const keys = [oct(16)];
  const decryption = createDecryption(keys)();
  keys.pop();
  assert.equal(typeof decryption?.decrypt, "function");
});

test("refuses a key that cannot decrypt", () => {
  assert.throws(() => createDecryption([{ kty: "EC", crv: "P-256", x: "AA", y: "AA" }]), {
    code: "ERR_CONFIGURATION_KEY",
    parameter: "decryptionKeys",
    message: /^decryptionKeys\[0\] cannot decrypt: it is a public key/,
  });
});

for (const [registered, parameter] of [
  [{ algorithm: "RSA1_5" }, "algorithm"],
  [{ algorithm: "none", encryption: "A128GCM" }, "algorithm"],
  [{ algorithm: "dir", encryption: "A128CBC" }, "encryption"],
] as const) {
  test(`refuses a registration of ${JSON.stringify(registered)}`, () => {
    assert.throws(() => createDecryption([])(registered), { code: "ERR_CONFIGURATION_OPTION", parameter });
  });
}

test("asks a function for the keys of every message, and checks what it gives (OpenID Connect Core §10.2.1)", async () => {
  const given = [[oct(16)], [oct(32)], [], [{ kty: "oct", k: "" }]];
  const decryption = createDecryption(async () => given.shift() ?? [])({ algorithm: "A128KW", encryption: "A256GCM" });
  const encrypted = await encrypt("A128KW", "A256GCM", 16);
  assert.equal((await decryption?.decrypt?.(encrypted, kind))?.jwt, signed);
  await assert.rejects(async () => decryption?.decrypt?.(encrypted, kind), { code: "ERR_VERIFICATION_DECRYPTION" });
  await assert.rejects(async () => decryption?.decrypt?.(encrypted, kind), {
    code: "ERR_CONFIGURATION_DECRYPTION_KEY",
  });
  await assert.rejects(async () => decryption?.decrypt?.(encrypted, kind), { code: "ERR_CONFIGURATION_KEY" });
});
