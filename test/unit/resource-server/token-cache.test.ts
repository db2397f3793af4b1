import assert from "node:assert/strict";
import { test } from "node:test";
import type { Jwk } from "../../../generated/messages/jwk.ts";
import { nodeTokenDigest } from "../../../src/adapters/node-digest.ts";
import { createAccessTokenVerifier } from "../../../src/resource-server/create-verifier.ts";
import { createVerifiedTokenCache, type VerifiedTokenCache } from "../../../src/resource-server/token-cache.ts";
import { assertRefused } from "../../fixtures/refusals.ts";
import { makeProof, thumbprintOf } from "../dpop/proofs.ts";
import { audience, createKey, issuer, makeToken, nowMs, setOf, url } from "./access-tokens.ts";

const keys = createKey();
type Changes = Readonly<Record<string, unknown>>;

/** A verifier with a cache that counts how often a token is verified anew. */
async function setUp(options: Changes = {}, cache = createVerifiedTokenCache()) {
  const state = { verified: 0, time: nowMs, set: [(await keys).publicJwk] as readonly Jwk[] };
  const tokenCache: VerifiedTokenCache = {
    ...cache,
    store(...entry) {
      state.verified += 1;
      cache.store(...entry);
    },
  };
  const verifier = createAccessTokenVerifier({
    issuer,
    audience,
    keys: { find: async () => state.set },
    clock: () => state.time,
    tokenCache,
    ...options,
  });
  return { state, verifier, tokenCache };
}

test("token cache: a token is verified once, and the second result is the first", async () => {
  for (const digest of [undefined, nodeTokenDigest]) {
    const { state, verifier } = await setUp({}, createVerifiedTokenCache({ digest }));
    const token = await makeToken(await keys);
    const first = await verifier.verify(token);
    const second = await verifier.verify(token);
    assert.equal(state.verified, 1);
    assert.equal(second.claims, first.claims);
    assert.deepEqual(second, first);
  }
});

test("token cache: your validator judges every time, so that a deny list counts at once", async () => {
  const denied = new Set<unknown>();
  let asked = 0;
  const validate = (claims: unknown) => {
    asked += 1;
    const { jti } = claims as Changes;
    return denied.has(jti) ? { issues: [{ message: "is revoked", path: ["jti"] }] } : { value: { asked } };
  };
  const claims = { "~standard": { version: 1, vendor: "test", validate } };
  const { state, verifier } = await setUp({ claims });
  const token = await makeToken(await keys);
  assert.deepEqual((await verifier.verify(token)).custom, { asked: 1 });
  const second = await verifier.verify(token);
  assert.deepEqual([second.custom, state.verified], [{ asked: 2 }, 1]);
  assert.ok(Object.isFrozen(second));
  denied.add("token-1");
  await assertRefused(verifier.verify(token), "ValidationError", "ERR_VALIDATION_CLAIMS");
  denied.clear();
  assert.deepEqual((await verifier.verify(token)).custom, { asked: 4 });
  assert.equal(state.verified, 1);
});

test("token cache: holds no token, and SHA-256 of Node and of WebCrypto are the same", async () => {
  const token = await makeToken(await keys);
  const { digest } = createVerifiedTokenCache();
  assert.equal(await digest(token), nodeTokenDigest(token));
  assert.equal(nodeTokenDigest("abc"), "ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0");
});

test("token cache: another token, however alike, is verified", async () => {
  const { state, verifier } = await setUp();
  const token = await makeToken(await keys);
  await verifier.verify(token);
  const [header, payload, signature = ""] = token.split(".");
  const forged = [header, payload, `${signature.startsWith("A") ? "B" : "A"}${signature.slice(1)}`].join(".");
  await assertRefused(verifier.verify(forged), "VerificationError", "ERR_VERIFICATION_SIGNATURE");
  assert.equal(state.verified, 1);
});

test("token cache: an entry does not outlive exp", async () => {
  const { state, verifier } = await setUp();
  const token = await makeToken(await keys, { exp: nowMs / 1000 + 60 });
  await verifier.verify(token);
  state.time += 89_999;
  await verifier.verify(token);
  assert.equal(state.verified, 1);
  state.time += 1;
  await assertRefused(verifier.verify(token), "VerificationError", "ERR_VERIFICATION_EXPIRED");
});

test("token cache: a clock that goes back ends entries", async () => {
  const { state, verifier } = await setUp();
  const token = await makeToken(await keys);
  await verifier.verify(token);
  state.time -= 1;
  await verifier.verify(token);
  assert.equal(state.verified, 2);
});

test("token cache: a key that is removed takes its tokens along, a new set has them verified again", async () => {
  const { state, verifier } = await setUp();
  const token = await makeToken(await keys);
  await verifier.verify(token);
  state.set = [...state.set];
  await verifier.verify(token);
  assert.equal(state.verified, 2);
  state.set = setOf(await createKey("ES256", "two")).keys;
  await assertRefused(verifier.verify(token), "VerificationError", "ERR_VERIFICATION_KEY_NOT_FOUND");
  state.set = setOf(await createKey("ES256", "one")).keys;
  await assertRefused(verifier.verify(token), "VerificationError", "ERR_VERIFICATION_SIGNATURE");
});

test("token cache: the set that counts is the one that verified, also after a refresh", async () => {
  const old = setOf(await createKey("ES256", "one")).keys;
  const current = setOf(await keys).keys;
  let set = old;
  const source = {
    find: async () => set,
    refresh: async () => {
      set = current;
      return set;
    },
  };
  const { state, verifier } = await setUp({ keys: source });
  const token = await makeToken(await keys);
  await verifier.verify(token);
  await verifier.verify(token);
  assert.equal(state.verified, 1);
});

test("token cache: what one verifier accepts, another that shares the cache judges by its own rules", async () => {
  const tokenCache = createVerifiedTokenCache();
  const { verifier } = await setUp({}, tokenCache);
  const token = await makeToken(await keys);
  await verifier.verify(token);
  const { verifier: other } = await setUp({ audience: "other" }, tokenCache);
  await assertRefused(other.verify(token), "VerificationError", "ERR_VERIFICATION_AUDIENCE");
});

test("token cache: bindings are verified for every request", async () => {
  const { state, verifier } = await setUp();
  const client = await createKey();
  const token = await makeToken(await keys, { cnf: { jkt: await thumbprintOf(client) } });
  const ath = nodeTokenDigest(token);
  const proof = await makeProof(client, { htu: url, ath });
  const presented = { scheme: "DPoP", method: "GET", url, proof } as const;
  await verifier.verify(token, presented);
  await assertRefused(verifier.verify(token), "VerificationError", "ERR_VERIFICATION_TOKEN_BINDING");
  await assertRefused(verifier.verify(token, presented), "VerificationError", "ERR_VERIFICATION_DPOP_PROOF");
  await verifier.verify(token, { ...presented, proof: await makeProof(client, { htu: url, ath }) });
  assert.equal(state.verified, 1);
});

test("token cache: tokens that are refused are not kept", async () => {
  const { state, verifier } = await setUp();
  const token = await makeToken(await createKey());
  for (const _ of [1, 2])
    await assertRefused(verifier.verify(token), "VerificationError", "ERR_VERIFICATION_SIGNATURE");
  assert.equal(state.verified, 0);
  // @ts-expect-error: no text
  await assertRefused(verifier.verify(undefined), "ValidationError", "ERR_VALIDATION_JWT");
});

test("token cache: of more than fit, the one unused for longest goes; all go when it is cleared", async () => {
  const { state, verifier, tokenCache } = await setUp({}, createVerifiedTokenCache({ maxEntries: 2 }));
  const [a, b, c] = [
    await makeToken(await keys, { jti: "a" }),
    await makeToken(await keys, { jti: "b" }),
    await makeToken(await keys, { jti: "c" }),
  ];
  for (const token of [a, b, a, c, a, c]) await verifier.verify(token);
  assert.equal(state.verified, 3);
  await verifier.verify(b);
  assert.equal(state.verified, 4);
  tokenCache.clear();
  await verifier.verify(b);
  assert.equal(state.verified, 5);
});

test("token cache: a digest that two tokens may share lets nobody in", async () => {
  for (const digest of [() => undefined, () => "same", async () => "", (token: string) => token.slice(0, 31)]) {
    const cache = createVerifiedTokenCache({ digest: digest as () => string });
    const { verifier } = await setUp({}, cache);
    await assertRefused(verifier.verify(await makeToken(await keys)), "ConfigurationError", "ERR_CONFIGURATION_OPTION");
  }
});

test("token cache: limits and digests that are none are refused", () => {
  for (const [parameter, options] of [
    ["maxEntries", { maxEntries: 0 }],
    ["maxEntries", { maxEntries: 1.5 }],
    ["digest", { digest: "sha256" }],
  ] as const)
    assert.throws(() => Reflect.apply(createVerifiedTokenCache, undefined, [options]), {
      code: "ERR_CONFIGURATION_OPTION",
      parameter,
    });
});
