import assert from "node:assert/strict";
import { test } from "node:test";
import { decryptJwe } from "../../src/jose/decrypt-jwe.ts";
import { listExceptions, listKeys, readWycheproof, textOf, type WycheproofGroup } from "./wycheproof.ts";

const rsa15 = "alg: RSA1_5 invites padding oracles and is never accepted (RFC 8725 §3.2)";
const compressed = "zip: compressed content is refused (RFC 8725 §3.6)";

/** Vectors that the file calls valid and this library refuses, by the header member that is to blame. There is none the other way round. */
const exceptions = {
  encryption: listExceptions([
    [rsa15, [100, 101, 102, 103, 104, 105, 112, 128]],
    [compressed, [135]],
  ]),
  crypto: listExceptions([]),
} as const;

const counts = { encryption: [139, 56], crypto: [34, 2] } as const;

async function decrypt(group: WycheproofGroup, jwe: unknown): Promise<string> {
  const policy = { keys: listKeys(group.private), algorithms, encryptions };
  return Buffer.from((await decryptJwe(textOf(jwe), policy)).plaintext).toString("hex");
}

for (const name of ["encryption", "crypto"] as const) {
  const vectors = readWycheproof(name).flatMap((group) => group.tests.map((vector) => ({ group, ...vector })));
  const encrypted = vectors.filter(({ jwe }) => jwe !== undefined);

  test(`Wycheproof ${name}: every vector is run, and every exception is a valid one`, () => {
    const accepted = encrypted.filter(({ tcId, result }) => result === "valid" && !exceptions[name].has(tcId));
    assert.deepEqual([encrypted.length, accepted.length], counts[name]);
    const excused = encrypted.filter(({ tcId }) => exceptions[name].has(tcId));
    assert.equal(excused.length, exceptions[name].size);
    assert.ok(excused.every(({ result }) => result === "valid"));
  });

  for (const { group, tcId, comment, result, jwe, pt } of encrypted) {
    const exception = exceptions[name].get(tcId);
    const isAccepted = result === "valid" && exception === undefined;
    test(`Wycheproof ${name} ${tcId}: ${isAccepted ? "decrypts" : "refuses"} ${group.comment} ${comment}`, async () => {
      if (isAccepted) {
        const plaintext = await decrypt(group, jwe);
        assert.equal(plaintext, pt ?? plaintext);
        return;
      }
      await assert.rejects(
        decrypt(group, jwe),
        (error: Error & { readonly code?: string; readonly parameter?: string }) => {
          assert.match(String(error.code), /^ERR_(?:VERIFICATION_DECRYPTION|VALIDATION_JWT)$/);
          assert.equal(error.cause, undefined);
          if (exception !== undefined) assert.ok(exception.startsWith(`${error.parameter}:`), exception);
          return true;
        },
      );
    });
  }
}

const algorithms: readonly string[] = [
  ...["RSA-OAEP", "RSA-OAEP-256", "RSA-OAEP-384", "RSA-OAEP-512"],
  ...["ECDH-ES", "ECDH-ES+A128KW", "ECDH-ES+A192KW", "ECDH-ES+A256KW"],
  ...["dir", "A128KW", "A192KW", "A256KW", "A128GCMKW", "A192GCMKW", "A256GCMKW"],
  ...["PBES2-HS256+A128KW", "PBES2-HS384+A192KW", "PBES2-HS512+A256KW"],
];
const encryptions: readonly string[] = [
  ...["A128CBC-HS256", "A192CBC-HS384", "A256CBC-HS512", "A128GCM", "A192GCM", "A256GCM"],
];
