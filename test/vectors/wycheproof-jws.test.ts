import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeJws } from "../../src/jose/jws.ts";
import { verifyJws } from "../../src/jose/verify-signature.ts";
import { listExceptions, listVerificationKeys, readWycheproof, textOf, type WycheproofGroup } from "./wycheproof.ts";

const hmac =
  "ERR_VERIFICATION_ALGORITHM: a shared secret verifies nothing here, the algorithm is refused before the key";
const otherAlg =
  "ERR_VERIFICATION_KEY_NOT_FOUND: the key names another alg, one that does not fit its curve or digest (RFC 7517 §4.4)";
const lenient = "ERR_VALIDATION_JWT: only a decoder that skips characters reads it (RFC 7515 §2)";

/** Vectors that the file calls valid and this library refuses. There is none the other way round. */
const exceptions = {
  signature: listExceptions([
    [hmac, [1, 348, 352, 357, 358, 359, 376, 377]],
    [otherAlg, [346, 347, 350, 351]],
    [lenient, [372, 373]],
  ]),
  key: listExceptions([[hmac, [2, 13, 14, 15]]]),
  crypto: listExceptions([[hmac, [1, 48]]]),
} as const;

/** What the vectors of each file come to, so that none is passed over. */
const counts = { signature: [401, 32], key: [26, 1], crypto: [49, 2] } as const;

async function verify(group: WycheproofGroup, jws: unknown): Promise<void> {
  const decoded = decodeJws(textOf(jws), { name: "vector", types: ["jwt"], mayOmitType: true });
  await verifyJws(decoded, { algorithms, keys: { find: async () => listVerificationKeys(group) } });
}

for (const name of ["signature", "key", "crypto"] as const) {
  const vectors = readWycheproof(name).flatMap((group) => group.tests.map((vector) => ({ group, ...vector })));
  const signed = vectors.filter(({ jws }) => jws !== undefined);

  test(`Wycheproof ${name}: every vector is run, and every exception is a valid one`, () => {
    const accepted = signed.filter(({ tcId, result }) => result === "valid" && !exceptions[name].has(tcId));
    assert.deepEqual([signed.length, accepted.length], counts[name]);
    const excused = signed.filter(({ tcId }) => exceptions[name].has(tcId));
    assert.equal(excused.length, exceptions[name].size);
    assert.ok(excused.every(({ result }) => result === "valid"));
  });

  for (const { group, tcId, comment, result, jws } of signed) {
    const exception = exceptions[name].get(tcId);
    const isAccepted = result === "valid" && exception === undefined;
    test(`Wycheproof ${name} ${tcId}: ${isAccepted ? "accepts" : "refuses"} ${group.comment} ${comment}`, async () => {
      if (isAccepted) return verify(group, jws);
      await assert.rejects(verify(group, jws), (error: Error & { readonly code?: string }) => {
        assert.match(String(error.code), /^ERR_(?:VERIFICATION_(?:ALGORITHM|KEY_\w+|SIGNATURE)|VALIDATION_JWT)$/);
        if (exception !== undefined) assert.ok(exception.startsWith(`${error.code}:`), exception);
        return true;
      });
    });
  }
}

/** Who lists what is never accepted accepts it nevertheless not. */
const algorithms: readonly string[] = [
  ...["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519"],
  ...["HS256", "HS384", "HS512", "none"],
];
