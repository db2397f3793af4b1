import assert from "node:assert/strict";
import { test } from "node:test";
import { createLocalJWKSet, decodeProtectedHeader, type JSONWebKeySet, jwtVerify } from "jose";
import type { ProviderEvent } from "../../../../src/provider/events.ts";
import type { KeyOptions } from "../../../../src/provider/keys/key-options.ts";
import { createSigningKeys, type SigningKeys } from "../../../../src/provider/keys/signing-keys.ts";
import { createMemoryStore } from "../../../../src/provider/stores/memory/memory-store.ts";
import type { StoredKeys } from "../../../../src/provider/stores/records.ts";
import type { KeyStore } from "../../../../src/provider/stores/store.ts";
import { systemRandom } from "../../../../src/util/random.ts";
import { rsaKey } from "../../../fixtures/provider/idtoken-setup.ts";

const day = 86_400;

test("keys: an empty store gets keys that sign at once, and their public halves alone are published", async () => {
  const { keys, verify } = await setUp();
  const token = await keys.sign({ typ: "at+jwt", alg: "RS256" }, { sub: "alice" });
  const { protectedHeader, payload } = await verify(token);
  assert.deepEqual([protectedHeader.alg, protectedHeader.typ, payload["sub"]], ["RS256", "at+jwt", "alice"]);
  const { keys: published } = await keys.jwks();
  assert.deepEqual(published.map(({ alg, use, kty }) => [alg, use, kty]).sort(), [
    ["ES256", "sig", "EC"],
    ["RS256", "sig", "RSA"],
  ]);
  for (const jwk of published)
    for (const name of ["d", "p", "q", "dp", "dq", "qi", "k"]) assert.ok(!(name in jwk), name);
  assert.match(String(published[0]?.kid), /^[A-Za-z0-9_-]{43}$/);
});

test("keys: RS256 is there although the configuration does not name it (OpenID Connect Core §15.1)", async () => {
  const { keys } = await setUp({ algorithms: ["ES256"], initialKeys: [] });
  assert.deepEqual(keys.algorithms, ["ES256", "RS256"]);
  assert.deepEqual((await keys.jwks()).keys.map(({ alg }) => alg).sort(), ["ES256", "RS256"]);
  const jwks = await keys.jwks();
  const rsa = jwks.keys.find(({ kty }) => kty === "RSA");
  assert.equal(Buffer.from(String(rsa?.["n"]), "base64url").length, 256, "2048 bits");
});

test("keys: start without waiting for an RSA key", async () => {
  const { keys } = await setUp({ initialKeys: [] });
  const started = performance.now();
  await keys.secret("form");
  await keys.sign({ alg: "ES256" }, {});
  assert.ok(performance.now() - started < 300, `${performance.now() - started} ms`);
});

test("keys: two processes on one store have the same keys and secrets", async () => {
  const { keys, another } = await setUp();
  const other = another();
  await Promise.all([keys.jwks(), other.jwks()]);
  assert.deepEqual(await keys.jwks(), await other.jwks());
  assert.deepEqual(await keys.secret("pairwise"), await other.secret("pairwise"));
  assert.equal((await keys.secret("pairwise")).length, 32);
  assert.notDeepEqual(await keys.secret("pairwise"), await keys.secret("form"));
});

test("keys: a new key is published a quarter of an hour before it signs, and the old one for as long as tokens live", async () => {
  const { keys, pass, verify, kidOf } = await setUp();
  const old = await kidOf("RS256");
  const oldToken = await keys.sign({ alg: "RS256" }, { sub: "alice" });
  const next = await keys.rotate("RS256");
  assert.notEqual(next, old);
  assert.deepEqual(await publishedKids(keys, "RS256"), [old, next]);
  pass(15 * 60 + 1);
  assert.equal(await kidOf("RS256"), old, "everybody who asked just before must have asked again");
  pass(3 * 60);
  assert.equal(await kidOf("RS256"), next);
  assert.equal((await verify(oldToken)).payload["sub"], "alice");
  pass(3590);
  assert.deepEqual(await publishedKids(keys, "RS256"), [old, next]);
  pass(120);
  assert.deepEqual(await publishedKids(keys, "RS256"), [next]);
  await assert.rejects(verify(oldToken));
});

test("keys: nobody who caches the set for a quarter of an hour meets an unknown key", async () => {
  const { keys, another, pass } = await setUp();
  const other = another();
  await keys.jwks();
  let cached = { atSecond: 0, jwks: await other.jwks() };
  let second = 0;
  await keys.rotate("RS256");
  for (let step = 0; step < 90; step += 1) {
    if (second - cached.atSecond >= 900) cached = { atSecond: second, jwks: await other.jwks() };
    const token = await (step % 2 === 0 ? keys : other).sign({ alg: "RS256" }, { step });
    await jwtVerify(token, localSet(cached.jwks));
    pass(20);
    second += 20;
  }
});

test("keys: three rotations within a minute make one new key", async () => {
  const { keys, pass } = await setUp();
  const first = await keys.rotate("RS256");
  pass(20);
  const [second, third] = await Promise.all([keys.rotate("RS256"), keys.rotate("RS256")]);
  assert.deepEqual([second, third], [first, first]);
  assert.equal((await publishedKids(keys, "RS256")).length, 2);
});

test("keys: two processes that rotate at once make one new key", async () => {
  const { keys, another } = await setUp();
  const other = another();
  await Promise.all([keys.ready(), other.ready()]);
  const [one, two] = await Promise.all([keys.rotate("ES256"), other.rotate("ES256")]);
  assert.equal(one, two);
});

test("keys: rotate by themselves when a key gets old, beside the request that notices", async () => {
  const { keys, pass, kidOf, waitFor } = await setUp({ algorithms: ["ES256"], rotateAfterSeconds: 30 * day });
  const old = await kidOf("ES256");
  pass(30 * day - 1020 - 1);
  await keys.sign({ alg: "ES256" }, {});
  assert.deepEqual(await publishedKids(keys, "ES256"), [old]);
  pass(2);
  assert.equal(await kidOf("ES256"), old, "the request is answered with the key of now");
  await waitFor("key.rotated");
  assert.equal((await publishedKids(keys, "ES256")).length, 2);
  pass(1021);
  assert.notEqual(await kidOf("ES256"), old);
});

test("keys: never rotate by themselves where that is switched off", async () => {
  const { keys, pass, kidOf } = await setUp({ algorithms: ["ES256"], rotateAfterSeconds: false });
  const old = await kidOf("ES256");
  pass(3650 * day);
  assert.equal(await kidOf("ES256"), old);
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.deepEqual(await publishedKids(keys, "ES256"), [old]);
});

test("keys: a withdrawn key neither signs nor is published nor believed, at once", async () => {
  const { keys, kidOf, verify, events } = await setUp();
  const old = await kidOf("ES256");
  const token = await keys.sign({ alg: "ES256" }, {});
  await keys.withdraw(old);
  assert.notEqual(await kidOf("ES256"), old);
  assert.ok(!(await publishedKids(keys, "ES256")).includes(old));
  await assert.rejects(verify(token));
  const header = decodeProtectedHeader(token);
  for (const source of [keys.source, keys.formerSource])
    assert.ok(!(await source.find({ alg: "ES256", kid: String(header.kid) })).some(({ kid }) => kid === old));
  assert.ok(events.some(({ type, reason }) => type === "key.withdrawn" && reason === `ES256 ${old}`));
  assert.deepEqual((await keys.list()).find(({ kid }) => kid === old)?.state, "withdrawn");
});

test("keys: a key that waits takes the place of a withdrawn one", async () => {
  const { keys, kidOf } = await setUp();
  const old = await kidOf("ES256");
  const next = await keys.rotate("ES256");
  await keys.withdraw(old);
  assert.equal(await kidOf("ES256"), next);
  assert.deepEqual(await publishedKids(keys, "ES256"), [next]);
});

test("keys: when the waiting key is withdrawn the present one stays", async () => {
  const { keys, kidOf, pass } = await setUp();
  const old = await kidOf("ES256");
  await keys.withdraw(await keys.rotate("ES256"));
  pass(3 * 3600);
  assert.equal(await kidOf("ES256"), old);
  assert.deepEqual(await publishedKids(keys, "ES256"), [old]);
});

test("keys: withdrawing an unknown key, and rotating an unknown algorithm, is refused", async () => {
  const { keys } = await setUp();
  await assert.rejects(keys.withdraw("nobody"), { code: "ERR_CONFIGURATION_OPTION", parameter: "kid" });
  await assert.rejects(keys.rotate("PS256"), { code: "ERR_CONFIGURATION_OPTION", parameter: "algorithm" });
  await assert.rejects(keys.sign({ alg: "PS256" }, {}), /There is no key for PS256/);
});

test("keys: another process signs with a new key in time, and stops with a withdrawn one within a minute", async () => {
  const { keys, another, pass, kidOf } = await setUp();
  const other = another();
  await Promise.all([keys.ready(), other.ready()]);
  const old = await kidOf("ES256");
  await keys.withdraw(old);
  const replaced = await kidOf("ES256");
  pass(61);
  assert.equal(decodeProtectedHeader(await other.sign({ alg: "ES256" }, {})).kid, replaced);
});

test("keys: a process that meets an unknown kid reads the store again, but not for every stranger", async () => {
  const { keys, another, pass, loads } = await setUp();
  const other = another();
  await Promise.all([keys.ready(), other.ready()]);
  pass(10);
  const kid = await keys.rotate("ES256");
  assert.ok((await other.source.find({ alg: "ES256", kid })).some((jwk) => jwk.kid === kid));
  const before = loads();
  for (let stranger = 0; stranger < 100; stranger += 1) await other.source.find({ alg: "ES256", kid: `x${stranger}` });
  assert.ok(loads() - before <= 1, `${loads() - before} reads`);
});

test("keys: are served and used from memory while the store is down", async () => {
  const { keys, pass, breakStore, verify, events } = await setUp();
  await keys.ready();
  breakStore();
  pass(3600);
  await verify(await keys.sign({ alg: "ES256" }, {}));
  assert.equal((await keys.jwks()).keys.length, 2);
  assert.ok(events.some(({ type }) => type === "error.store"));
});

test("keys: a clock that goes back does not bring a key too early, and still signs", async () => {
  const { keys, pass, kidOf, verify } = await setUp();
  const old = await kidOf("ES256");
  const next = await keys.rotate("ES256");
  pass(1200);
  assert.equal(await kidOf("ES256"), next);
  pass(-3600);
  assert.equal(await kidOf("ES256"), old);
  pass(-10 * day);
  await verify(await keys.sign({ alg: "ES256" }, {}));
});

test("keys: a former key still verifies an id_token_hint, and is forgotten after half a year", async () => {
  const { keys, pass, kidOf } = await setUp();
  const old = await kidOf("ES256");
  await keys.rotate("ES256");
  pass(90 * day);
  const find = async (): Promise<boolean> =>
    (await keys.formerSource.find({ alg: "ES256", kid: old })).some(({ kid }) => kid === old);
  assert.equal(
    (await keys.source.find({ alg: "ES256", kid: old })).some(({ kid }) => kid === old),
    false,
  );
  assert.equal(await find(), true);
  pass(100 * day);
  await keys.rotate("ES256");
  pass(day);
  await keys.rotate("ES256");
  assert.equal(await find(), false);
});

test("keys: the private half of a key that is not published any more leaves the store", async () => {
  const { keys, pass, kidOf, load } = await setUp();
  const old = await kidOf("ES256");
  await keys.rotate("ES256");
  pass(2 * day);
  await keys.rotate("ES256");
  const stored = (await load())?.keys.find((entry) => entry["kid"] === old);
  assert.ok(stored !== undefined && !("privateJwk" in stored));
});

test("keys: of the configuration come first, under their own names", async () => {
  const given = { ...(await rsaKey()), kid: "of-mine" };
  const { keys } = await setUp({ initialKeys: [given] });
  assert.equal(decodeProtectedHeader(await keys.sign({ alg: "RS256" }, {})).kid, "of-mine");
  await keys.withdraw("of-mine");
  assert.notEqual(decodeProtectedHeader(await keys.sign({ alg: "RS256" }, {})).kid, "of-mine", "never again");
});

test("keys: a secret that a newer version needs is added to the store", async () => {
  const { keys, load, save, another } = await setUp();
  await keys.ready();
  const record = await load();
  assert.ok(record !== undefined);
  const { pairwise: _gone, ...secrets } = record.secrets;
  await save({ ...record, secrets, version: record.version + 1 });
  const [one, two] = [another(), another()];
  assert.deepEqual(await one.secret("pairwise"), await two.secret("pairwise"));
});

test("keys: a record that this library has not written is refused", async () => {
  const { keys, save } = await setUp();
  await save({ version: 1, keys: [{ kty: "EC" }], secrets: {} });
  await assert.rejects(keys.jwks(), /has not written/);
});

/** The keys of one process, with ways to look behind. */
async function setUp(options: KeyOptions = {}) {
  let nowMs = 1_800_000_000_000;
  let isBroken = false;
  let loaded = 0;
  const events: ProviderEvent[] = [];
  const memory = createMemoryStore().keys;
  const store: KeyStore = {
    async load() {
      if (isBroken) throw new Error("down");
      loaded += 1;
      return memory.load();
    },
    async save(keys) {
      if (isBroken) throw new Error("down");
      return memory.save(keys);
    },
  };
  const initialKeys = [await rsaKey()];
  const parts = {
    store,
    clock: () => nowMs,
    random: systemRandom,
    longestTokenSeconds: 3600,
    report: (event: ProviderEvent) => void events.push(event),
  };
  const another = (): SigningKeys => createSigningKeys(parts, { initialKeys, ...options });
  const keys = another();
  return {
    keys,
    another,
    events,
    pass(seconds: number) {
      nowMs += seconds * 1000;
    },
    loads: () => loaded,
    breakStore() {
      isBroken = true;
    },
    load: (): Promise<StoredKeys | undefined> => memory.load(),
    save: memory.save,
    verify: async (token: string) => jwtVerify(token, localSet(await keys.jwks())),
    kidOf: async (alg: string) => String(decodeProtectedHeader(await keys.sign({ alg }, {})).kid),
    async waitFor(type: ProviderEvent["type"]) {
      for (let turn = 0; turn < 500 && !events.some((event) => event.type === type); turn += 1)
        await new Promise((resolve) => setTimeout(resolve, 5));
    },
  };
}

async function publishedKids(keys: SigningKeys, algorithm: string): Promise<readonly string[]> {
  const { keys: published } = await keys.jwks();
  return published.filter(({ alg }) => alg === algorithm).map(({ kid }) => String(kid));
}

function localSet(jwks: object): ReturnType<typeof createLocalJWKSet> {
  const set: JSONWebKeySet = JSON.parse(JSON.stringify(jwks));
  return createLocalJWKSet(set);
}
