import assert from "node:assert/strict";
import { test } from "node:test";
import { createProvider } from "../../../../src/provider/create-provider.ts";
import { readKeyOptions } from "../../../../src/provider/keys/key-options.ts";
import { rsaKey } from "../../../fixtures/provider/idtoken-setup.ts";

test("key options: what is left out has its default", () => {
  assert.deepEqual(readKeyOptions({}), {
    algorithms: ["RS256", "ES256"],
    encryptionAlgorithms: [],
    rsaBits: 2048,
    rotateAfterMs: 7_776_000_000,
    encryption: undefined,
    initialKeys: [],
    signer: undefined,
  });
});

test("key options: the algorithms of initial keys come first", async () => {
  const { alg: _unnamed, ...key } = await rsaKey();
  assert.deepEqual(
    readKeyOptions({ initialKeys: [key] }).initialKeys.map(({ alg }) => alg),
    ["RS256"],
  );
  assert.deepEqual(readKeyOptions({ initialKeys: [{ ...key, alg: "PS256" }] }).algorithms, ["PS256", "RS256", "ES256"]);
});

const refused: readonly (readonly [title: string, options: object, parameter: string])[] = [
  ["HMAC", { algorithms: ["HS256"] }, "keys.algorithms"],
  ["none", { algorithms: ["none"] }, "keys.algorithms"],
  ["a list of no algorithms", { algorithms: [] }, "keys.algorithms"],
  ["RSA1_5 to decrypt with", { encryptionAlgorithms: ["RSA1_5"] }, "keys.encryptionAlgorithms"],
  ["a symmetric key to decrypt with", { encryptionAlgorithms: ["dir"] }, "keys.encryptionAlgorithms"],
  ["a text in place of algorithms", { encryptionAlgorithms: "RSA-OAEP" }, "keys.encryptionAlgorithms"],
  ["short RSA keys", { rsaBits: 1024 }, "keys.rsaBits"],
  ["odd RSA keys", { rsaBits: 2049 }, "keys.rsaBits"],
  ["keys that change all the time", { rotateAfterSeconds: 60 }, "keys.rotateAfterSeconds"],
  ["a time that is none", { rotateAfterSeconds: Number.NaN }, "keys.rotateAfterSeconds"],
  ["an option that does not exist", { rotateAfter: 60 }, "keys.rotateAfter"],
];
for (const [title, keys, parameter] of refused)
  test(`key options: ${title} is refused`, () => {
    const expected = { code: "ERR_CONFIGURATION_OPTION", parameter };
    assert.throws(() => createProvider({ issuer: "https://id.example.com", keys }), expected);
  });

test("key options: a public key can't be an initial one", async () => {
  const { d: _private, ...key } = await rsaKey();
  assert.throws(() => readKeyOptions({ initialKeys: [key] }), { code: "ERR_CONFIGURATION_KEY" });
});
