import assert from "node:assert/strict";
import { test } from "node:test";
import type { Jwk } from "../../generated/messages/jwk.ts";
import { type IdTokenExpectations, verifyIdToken } from "../../src/id-token/verify-id-token.ts";
import { findJwsAlgorithm } from "../../src/jose/algorithms.ts";
import { leftHalfHash } from "../../src/jose/hash.ts";
import { createStaticKeySource } from "../../src/jose/key-source.ts";
import { readVectors } from "./read-vectors.ts";

interface IdTokenVector {
  readonly response?: { readonly id_token?: string; readonly access_token?: string; readonly code?: string };
  readonly claims: object;
  readonly publicJwk: Jwk;
}

const vectors = readVectors<IdTokenVector>("oidc-core-id-tokens");
const tokens = vectors.flatMap(({ id, response, claims, publicJwk }) =>
  response?.id_token === undefined ? [] : [{ id, ...response, id_token: response.id_token, claims, publicJwk }],
);

test("sees seven entries, of which four carry an ID token", () => {
  assert.equal(vectors.length, 7);
  assert.deepEqual(
    tokens.map(({ id }) => id),
    ["oidc-core-A.2", "oidc-core-A.3", "oidc-core-A.4", "oidc-core-A.6"],
  );
});

for (const { id, id_token, access_token, code, claims, publicJwk } of tokens) {
  const expectations: IdTokenExpectations = {
    issuer: "https://server.example.com",
    clientId: "s6BhdRkqt3",
    nonce: "n-0S6_WzA2Mj",
    receivedFrom: "authorization_endpoint",
    accessToken: access_token,
    code,
    keys: createStaticKeySource({ keys: [publicJwk] }),
    clock: () => 1_311_281_000_000,
  };

  test(`verifies the ID token of ${id} with the hashes of what came along (OpenID Connect Core §3.3.2.12)`, async () => {
    assert.deepEqual(await verifyIdToken(id_token, expectations), claims);
  });

  test(`refuses the ID token of ${id} with another access token, code, nonce, client or time`, async () => {
    if (access_token !== undefined) {
      await assert.rejects(verifyIdToken(id_token, { ...expectations, accessToken: "x" }), {
        code: "ERR_VERIFICATION_HASH",
      });
    }
    if (code !== undefined) {
      await assert.rejects(verifyIdToken(id_token, { ...expectations, code: "x" }), { code: "ERR_VERIFICATION_HASH" });
    }
    await assert.rejects(verifyIdToken(id_token, { ...expectations, nonce: "x" }), { code: "ERR_VERIFICATION_NONCE" });
    await assert.rejects(verifyIdToken(id_token, { ...expectations, clientId: "x" }), {
      code: "ERR_VERIFICATION_AUDIENCE",
    });
    await assert.rejects(verifyIdToken(id_token, { ...expectations, clock: () => 1_311_282_000_000 }), {
      code: "ERR_VERIFICATION_EXPIRED",
    });
  });
}

const hashes = readVectors<{ access_token: string; at_hash: Readonly<Record<string, string>> }>(
  "oidc-core-id-tokens",
).find(({ id }) => id === "hash-by-alg");
const supported = Object.entries(hashes?.at_hash ?? {}).filter(([alg]) => findJwsAlgorithm(alg) !== undefined);

test("sees a hash for ten algorithms of this library", () => {
  assert.equal(supported.length, 10);
});

for (const [alg, expected] of supported) {
  test(`calculates the at_hash for ${alg} (OpenID Connect Core §3.1.3.6)`, async () => {
    const algorithm = findJwsAlgorithm(alg);
    assert.ok(algorithm);
    assert.equal(await leftHalfHash(algorithm, hashes?.access_token ?? ""), expected);
  });
}
