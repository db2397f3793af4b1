import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { compactDecrypt } from "jose/jwe/compact/decrypt";
import { CompactEncrypt } from "jose/jwe/compact/encrypt";
import { isAuthError } from "../../src/errors/auth-error.ts";
import { decryptJwe } from "../../src/jose/decrypt-jwe.ts";
import { encryptJwe } from "../../src/jose/encrypt-jwe.ts";
import { generateEncryptionKey, numbersOf } from "../unit/jose/encrypted-tokens.ts";

const encryptions = ["A128CBC-HS256", "A192CBC-HS384", "A256CBC-HS512", "A128GCM", "A192GCM", "A256GCM"];
const rsa = await generateEncryptionKey("RSA-OAEP");
const p256 = await generateEncryptionKey("ECDH-ES", "P-256");
const x25519 = await generateEncryptionKey("ECDH-ES", "X25519");
const secrets = await Promise.all(
  ["A128KW", "A192KW", "A256KW", "A128GCMKW", "A192GCMKW", "A256GCMKW"].map((alg) => generateEncryptionKey(alg)),
);

const pairs = [
  ...["RSA-OAEP", "RSA-OAEP-256", "RSA-OAEP-384", "RSA-OAEP-512"].map((alg) => ({ ...rsa, alg })),
  ...["ECDH-ES", "ECDH-ES+A128KW", "ECDH-ES+A192KW", "ECDH-ES+A256KW"].flatMap((alg) => [
    { ...p256, alg },
    { ...x25519, alg },
  ]),
  ...secrets,
];

const cases = fc.record({
  pair: fc.constantFrom(...pairs),
  enc: fc.constantFrom(...encryptions),
  text: fc.string({ unit: "binary", maxLength: 300 }),
});

test("jwe: jose reads what we encrypt, and we read what jose encrypts", async () => {
  await fc.assert(
    fc.asyncProperty(cases, async ({ pair: { alg, publicJwk, privateJwk }, enc, text }) => {
      const octets = new TextEncoder().encode(text);
      const ours = await encryptJwe(text, { key: publicJwk, algorithm: alg, encryption: enc });
      assert.deepEqual((await compactDecrypt(ours, numbersOf(privateJwk))).plaintext, octets);
      const theirs = await new CompactEncrypt(octets).setProtectedHeader({ alg, enc }).encrypt(numbersOf(publicJwk));
      const { plaintext } = await decryptJwe(theirs, { keys: [privateJwk], algorithms: [alg], encryptions: [enc] });
      assert.deepEqual(plaintext, octets);
    }),
    { numRuns: 60 },
  );
});

test("jwe: an object with one character changed is refused, and by an error of ours", async () => {
  const policy = { keys: [p256.privateJwk], algorithms: ["ECDH-ES", "ECDH-ES+A128KW"], encryptions };
  const samples = await Promise.all(
    policy.algorithms.map((algorithm) =>
      encryptJwe("a text of some length", { key: p256.publicJwk, algorithm, encryption: "A128CBC-HS256" }),
    ),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...samples),
      fc.nat(),
      fc.constantFrom(..."ABCwxyz019-_.=+ é"),
      async (sample, position, character) => {
        const index = position % sample.length;
        fc.pre(sample[index] !== character);
        const changed = sample.slice(0, index) + character + sample.slice(index + 1);
        await assert.rejects(decryptJwe(changed, policy), (error) => isAuthError(error));
      },
    ),
    { numRuns: 300 },
  );
});
