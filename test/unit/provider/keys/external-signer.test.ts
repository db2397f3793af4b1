import assert from "node:assert/strict";
import { createPrivateKey, generateKeyPairSync, sign } from "node:crypto";
import { test } from "node:test";
import { createLocalJWKSet, decodeProtectedHeader, jwtVerify } from "jose";
import type { Jwk } from "../../../../generated/messages/jwk.ts";
import type { ExternalSigner } from "../../../../src/provider/keys/key-options.ts";
import { createSigningKeys } from "../../../../src/provider/keys/signing-keys.ts";
import { createMemoryStore } from "../../../../src/provider/stores/memory/memory-store.ts";
import { systemRandom } from "../../../../src/util/random.ts";
import { rsaKey } from "../../../fixtures/provider/idtoken-setup.ts";

test("external signer: signs with its key, which is published and never made here", async () => {
  const { keys, store, calls } = await setUp();
  const token = await keys.sign({ typ: "at+jwt", alg: "ES256" }, { sub: "alice" });
  assert.deepEqual(decodeProtectedHeader(token), { alg: "ES256", typ: "at+jwt", kid: "hsm-1" });
  const jwks = await keys.jwks();
  const { payload } = await jwtVerify(token, createLocalJWKSet(JSON.parse(JSON.stringify(jwks))));
  assert.equal(payload["sub"], "alice");
  assert.deepEqual(
    jwks.keys.map(({ alg, kid, use }) => [alg, kid === "hsm-1", use]),
    [
      ["ES256", true, "sig"],
      ["RS256", false, "sig"],
    ],
  );
  const stored = await store.load();
  assert.deepEqual(
    stored?.keys.map(({ algorithm }) => algorithm),
    ["RS256"],
  );
  assert.equal(calls.keys, 1);
  assert.ok((await keys.source.find({ alg: "ES256", kid: "hsm-1" })).some(({ kid }) => kid === "hsm-1"));
});

test("external signer: other algorithms are signed here", async () => {
  const { keys } = await setUp();
  assert.equal(decodeProtectedHeader(await keys.sign({ alg: "RS256" }, {})).alg, "RS256");
});

test("external signer: is asked for its keys once a minute, and again after a failure", async () => {
  const { keys, calls, pass, fail } = await setUp();
  await keys.ready();
  await keys.jwks();
  assert.equal(calls.keys, 1);
  pass(61);
  fail(true);
  await assert.rejects(keys.sign({ alg: "ES256" }, {}), /hsm/);
  fail(false);
  await keys.sign({ alg: "ES256" }, {});
  assert.equal(calls.keys, 3);
});

test("external signer: a key without a name is refused, and a private half is not published", async () => {
  const { publicJwk, privateJwk } = pair();
  const withKeys = async (jwk: Jwk) => {
    const signer: ExternalSigner = { keys: async () => [jwk], sign: async () => new Uint8Array() };
    return createSigningKeys(await parts(() => 0), { signer, initialKeys: [await rsaKey()] });
  };
  await assert.rejects((await withKeys({ ...publicJwk, alg: "ES256" })).jwks(), { code: "ERR_CONFIGURATION_KEY" });
  await assert.rejects((await withKeys({ ...publicJwk, kid: "a" })).jwks(), { code: "ERR_CONFIGURATION_KEY" });
  const { keys: published } = await (await withKeys({ ...privateJwk, alg: "ES256", kid: "a" })).jwks();
  assert.ok(published.length === 2 && published.every((jwk) => !("d" in jwk)));
});

async function setUp() {
  let nowMs = 1_800_000_000_000;
  let isFailing = false;
  const calls = { keys: 0 };
  const { publicJwk, privateJwk } = pair();
  const key = createPrivateKey({ key: { ...privateJwk }, format: "jwk" });
  const signer: ExternalSigner = {
    async keys() {
      calls.keys += 1;
      if (isFailing) throw new Error("hsm is away");
      return [{ ...publicJwk, kid: "hsm-1", alg: "ES256" }];
    },
    async sign({ kid, alg, data }) {
      assert.deepEqual([kid, alg], ["hsm-1", "ES256"]);
      return sign("sha256", data, { key, dsaEncoding: "ieee-p1363" });
    },
  };
  const all = await parts(() => nowMs);
  return {
    calls,
    store: all.store,
    keys: createSigningKeys(all, { signer, initialKeys: [await rsaKey()], algorithms: ["ES256"] }),
    pass(seconds: number) {
      nowMs += seconds * 1000;
    },
    fail(failing: boolean) {
      isFailing = failing;
    },
  };
}

async function parts(clock: () => number) {
  const { keys: store } = createMemoryStore();
  return { store, clock, random: systemRandom, longestTokenSeconds: 3600, report: () => undefined };
}

function pair() {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const [publicJwk, privateJwk] = [publicKey.export({ format: "jwk" }), privateKey.export({ format: "jwk" })];
  return { publicJwk: { ...publicJwk, kty: "EC" }, privateJwk: { ...privateJwk, kty: "EC" } };
}
