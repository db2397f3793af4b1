import assert from "node:assert/strict";
import { test } from "node:test";
import type { Jwk } from "../../../generated/messages/jwk.ts";
import type { ClientKeyRecord } from "../../../src/jose/client-key-record.ts";
import { type ClientKeyStore, createClientKeyStore } from "../../../src/jose/client-key-store.ts";
import { type ClientKeysOptions, createClientKeys } from "../../../src/jose/client-keys.ts";
import { generateTestKey } from "./signed-tokens.ts";

const day = 86_400;
const start = 1_800_000_000;

/** Keys whose clock stands still until a test moves it. */
function keysAt(options: Partial<ClientKeysOptions> = {}) {
  const time = { seconds: start };
  const keys = createClientKeys({ algorithm: "ES256", clock: () => time.seconds * 1000, ...options });
  const kids = async () => (await keys.jwks()).keys.map(({ kid }) => kid);
  return { time, keys, kids };
}

/** A store that remembers what was asked of it, and can be told to fail. */
function watchedStore(inner: ClientKeyStore = createClientKeyStore()) {
  const calls: string[] = [];
  const failing = { load: false, save: false };
  const store: ClientKeyStore = {
    async load() {
      calls.push("load");
      if (failing.load) throw new Error("store is down");
      return inner.load();
    },
    async save(record) {
      calls.push(`save ${record.version}`);
      return !failing.save && inner.save(record);
    },
  };
  return { store, calls, failing };
}

test("publishes the public half of a first key that it signs with at once (RFC 7517 §4)", async () => {
  const { keys } = keysAt();
  const { key, kid, alg } = await keys.signingKey();
  const set = await keys.jwks();
  assert.equal(alg, "ES256");
  assert.equal(typeof key.d, "string");
  assert.deepEqual(set, { keys: [{ kty: "EC", crv: "P-256", x: key.x, y: key.y, alg: "ES256", use: "sig", kid }] });
  assert.match(kid, /^[\w-]{43}$/);
  assert.ok(Object.isFrozen(keys));
});

test("publishes the next key a day before its time, and keeps the old one for a day after (OpenID Connect Core §10.1.1)", async () => {
  const { time, keys, kids } = keysAt();
  const { kid: first } = await keys.signingKey();
  time.seconds = start + 89 * day - 1;
  assert.deepEqual(await kids(), [first]);
  time.seconds += 60;
  const [, second] = await kids();
  assert.deepEqual(await kids(), [first, second]);
  assert.ok(second !== undefined && second !== first);
  assert.equal((await keys.signingKey()).kid, first);
  time.seconds += day - 1;
  assert.equal((await keys.signingKey()).kid, first);
  time.seconds += 1;
  assert.equal((await keys.signingKey()).kid, second);
  time.seconds += day - 1;
  assert.deepEqual(await kids(), [first, second]);
  time.seconds += 1;
  assert.deepEqual(await kids(), [second]);
});

test("publishes the next key in the very second that it is due", async () => {
  const { time, kids } = keysAt();
  assert.equal((await kids()).length, 1);
  time.seconds = start + 89 * day;
  assert.equal((await kids()).length, 2);
});

test("saves nothing where nothing changes, and looks no further once there is a next key", async () => {
  const { store, calls } = watchedStore();
  const { time, keys, kids } = keysAt({ store });
  await keys.rotate();
  await keys.rotate();
  assert.deepEqual(calls, ["load", "save 1", "save 2", "load"]);
  calls.length = 0;
  time.seconds += 90 * day + 60;
  await keys.rotate();
  calls.length = 0;
  time.seconds += 60;
  await kids();
  assert.deepEqual(calls, ["load"]);
  time.seconds -= 3600;
  await kids();
  assert.deepEqual(calls, ["load", "load"], "asks again where the clock has gone back");
});

test("rotates when it is asked to, once however often, and never on its own with Infinity", async () => {
  const { time, keys, kids } = keysAt({
    rotateAfterSeconds: Number.POSITIVE_INFINITY,
    publishBeforeSeconds: 100,
    keepAfterSeconds: 10,
  });
  const { kid: first } = await keys.signingKey();
  time.seconds += 1000 * day;
  assert.deepEqual(await kids(), [first]);
  const [one, two] = await Promise.all([keys.rotate(), keys.rotate()]);
  assert.deepEqual(one, { kid: (await kids())[1], usedFrom: start + 1000 * day + 100 });
  assert.deepEqual(two, one);
  time.seconds += 100;
  assert.equal((await keys.signingKey()).kid, one.kid);
  time.seconds += 10;
  await keys.rotate();
  assert.equal((await kids())[0], one.kid);
});

test("takes a withdrawn key out at once, and uses the next one or a new one, never an old one", async () => {
  const { time, keys, kids } = keysAt({
    publishBeforeSeconds: 100,
    keepAfterSeconds: 1000,
    rotateAfterSeconds: 10_000,
  });
  const { kid: first } = await keys.signingKey();
  const { kid: second } = await keys.rotate();
  await keys.withdraw(first);
  assert.deepEqual(await kids(), [second]);
  assert.equal((await keys.signingKey()).kid, second);
  const { kid: third } = await keys.rotate();
  time.seconds += 100;
  await keys.withdraw(third);
  const { kid: fourth } = await keys.signingKey();
  assert.ok(![first, second, third].includes(fourth));
  assert.deepEqual(await kids(), [second, fourth]);
  await keys.withdraw(second);
  assert.deepEqual(await kids(), [fourth]);
  await assert.rejects(keys.withdraw(second), { code: "ERR_CONFIGURATION_OPTION", parameter: "kid" });
});

test("does not use a withdrawn key again where the clock has gone back", async () => {
  const { time, keys, kids } = keysAt();
  const { kid: first } = await keys.signingKey();
  time.seconds -= 1000;
  assert.equal((await keys.signingKey()).kid, first);
  await keys.withdraw(first);
  assert.ok(!(await kids()).includes(first));
});

test("begins with the key that the server knows, named and described (RFC 7638 §3)", async () => {
  const { privateJwk } = await generateTestKey("ES256");
  const { keys } = keysAt({ initialKey: { ...privateJwk, key_ops: ["sign"], ext: true } });
  const { key, kid } = await keys.signingKey();
  assert.deepEqual(key, { ...privateJwk, alg: "ES256", use: "sig", kid });
  const named = keysAt({ initialKey: { ...privateJwk, kid: "web-1" } });
  assert.equal((await named.keys.signingKey()).kid, "web-1");
  assert.equal((await keysAt({ initialKey: { ...privateJwk, kid: "" } }).keys.signingKey()).kid, kid);
});

for (const [title, change] of [
  ["a public key", { d: undefined }],
  ["a key for encryption", { alg: "ECDH-ES" }],
  ["a key that is off its curve's length", { x: "AA" }],
] as const) {
  test(`refuses to begin with ${title}, before it is stored`, async () => {
    const { privateJwk } = await generateTestKey("ES256");
    const { store, calls } = watchedStore();
    const initialKey: Jwk = JSON.parse(JSON.stringify({ ...privateJwk, ...change }));
    await assert.rejects(keysAt({ store, initialKey }).keys.jwks(), { code: "ERR_CONFIGURATION_KEY" });
    assert.deepEqual(calls, ["load"]);
  });
}

test("finds its keys again after a restart, and shares them with other processes", async () => {
  const shared = createClientKeyStore();
  const one = keysAt({ store: shared });
  const two = keysAt({ store: shared });
  const [first, same] = await Promise.all([one.keys.signingKey(), two.keys.signingKey()]);
  assert.equal(first.kid, same.kid);
  const { kid: next } = await one.keys.rotate();
  two.time.seconds += 59;
  assert.deepEqual(await two.kids(), [first.kid]);
  two.time.seconds += 1;
  assert.deepEqual(await two.kids(), [first.kid, next]);
  assert.deepEqual(await keysAt({ store: shared }).kids(), [first.kid, next]);
});

test("asks the store once a minute, and gives the same key object meanwhile, which is imported once", async () => {
  const record = await recordOf();
  const { store, calls } = watchedStore({ load: async () => structuredClone(record), save: async () => true });
  const { time, keys } = keysAt({ store });
  const { key } = await keys.signingKey();
  assert.equal((await keys.signingKey()).key, key);
  time.seconds += 60;
  assert.equal((await keys.signingKey()).key, key);
  assert.deepEqual(calls, ["load", "load"]);
});

test("goes on with the keys in memory while the store is down, and says so; without any it fails", async () => {
  const { store, failing } = watchedStore();
  const told: unknown[] = [];
  const { time, keys, kids } = keysAt({ store, onError: (error) => told.push(error) });
  const { kid } = await keys.signingKey();
  failing.load = true;
  time.seconds += 100 * day;
  assert.equal((await keys.signingKey()).kid, kid);
  assert.deepEqual(await kids(), [kid]);
  assert.deepEqual(told.map(String), ["Error: store is down"]);
  await assert.rejects(keys.rotate(), { message: "store is down" });
  await assert.rejects(keysAt({ store }).keys.jwks(), { message: "store is down" });
  failing.load = false;
  time.seconds += 60;
  assert.equal((await kids()).length, 2);
});

test("gives up where the store never saves, and does not ask it for ever", async () => {
  const { store, calls, failing } = watchedStore();
  const { keys } = keysAt({ store });
  failing.save = true;
  await assert.rejects(keys.signingKey(), { code: "ERR_CONFIGURATION_OPTION", parameter: "store" });
  failing.save = false;
  await keys.signingKey();
  failing.save = true;
  calls.length = 0;
  await assert.rejects(keys.rotate(), { code: "ERR_CONFIGURATION_OPTION", parameter: "store" });
  assert.equal(calls.filter((call) => call === "save 2").length, 5);
});

test("takes the record of the process that was first", async () => {
  const record = await recordOf();
  let loads = 0;
  const store: ClientKeyStore = {
    load: async () => (++loads === 1 ? undefined : record),
    save: async () => false,
  };
  assert.equal((await keysAt({ store }).keys.signingKey()).kid, record.keys[0]?.jwk.kid);
});

async function recordOf(): Promise<ClientKeyRecord> {
  const shared = createClientKeyStore();
  await keysAt({ store: shared }).keys.jwks();
  const record = await shared.load();
  assert.ok(record);
  return record;
}

for (const [title, change] of [
  ["null", () => null],
  ["no version", ({ keys }: ClientKeyRecord) => ({ keys })],
  ["no list of keys", () => ({ version: 1, keys: {} })],
  ["no keys", () => ({ version: 1, keys: [] })],
  ["a key that is null", () => ({ version: 1, keys: [null] })],
  ["no usedFrom", ({ keys: [first] }: ClientKeyRecord) => ({ version: 1, keys: [{ jwk: first?.jwk }] })],
  ["one key twice", ({ keys }: ClientKeyRecord) => ({ version: 1, keys: [...keys, ...keys] })],
  [
    "keys out of order",
    ({ keys: [first] }: ClientKeyRecord) => ({
      version: 1,
      keys: [first, { jwk: { ...first?.jwk, kid: "2" }, usedFrom: 1 }],
    }),
  ],
  ["a public key", (record: ClientKeyRecord) => withKey(record, { d: undefined })],
  ["a key without kid", (record: ClientKeyRecord) => withKey(record, { kid: undefined })],
  ["a key without kty", (record: ClientKeyRecord) => withKey(record, { kty: undefined })],
  ["a key of another use", (record: ClientKeyRecord) => withKey(record, { use: "enc" })],
  ["a key of no use", (record: ClientKeyRecord) => withKey(record, { use: undefined })],
] as const) {
  test(`refuses a stored record with ${title}, and shows nothing of it`, async () => {
    const broken: ClientKeyRecord = JSON.parse(JSON.stringify(change(await recordOf())));
    const store = { load: async () => broken, save: async () => true };
    await assert.rejects(keysAt({ store }).keys.signingKey(), (error: Error & { readonly code?: string }) => {
      assert.equal(error.code, "ERR_CONFIGURATION_KEY");
      assert.ok(!error.message.includes(String(broken?.keys?.[0]?.jwk?.d)));
      return true;
    });
  });
}

test("refuses a stored key that cannot decrypt, and what another process was first to store", async () => {
  const shared = createClientKeyStore();
  await keysAt({ algorithm: "ECDH-ES", store: shared }).keys.jwks();
  const record = await shared.load();
  assert.ok(record);
  const broken: ClientKeyRecord = JSON.parse(JSON.stringify(withKey(record, { d: undefined })));
  for (const answers of [[broken], [undefined, broken]]) {
    const store = { load: async () => answers.shift(), save: async () => false };
    await assert.rejects(keysAt({ algorithm: "ECDH-ES", store }).keys.decryptionKeys(), {
      code: "ERR_CONFIGURATION_KEY",
    });
  }
});

function withKey({ version, keys: [first] }: ClientKeyRecord, change: object): object {
  return { version, keys: [{ ...first, jwk: { ...first?.jwk, ...change } }] };
}

test("saves a record only after the one before it", async () => {
  const store = createClientKeyStore();
  const record = await recordOf();
  assert.equal(await store.load(), undefined);
  assert.equal(await store.save({ ...record, version: 2 }), false);
  assert.equal(await store.save(record), true);
  assert.equal(await store.save(record), false);
  assert.equal(await store.save({ ...record, version: 2 }), true);
  assert.equal((await store.load())?.version, 2);
});

for (const [alg, members] of [
  ["ES512", { kty: "EC", crv: "P-521" }],
  ["EdDSA", { kty: "OKP", crv: "Ed25519" }],
  ["PS256", { kty: "RSA", e: "AQAB" }],
] as const) {
  test(`makes keys for ${alg} (RFC 7518 §3.1)`, async () => {
    const { key } = await keysAt({ algorithm: alg }).keys.signingKey();
    assert.deepEqual({ ...key, ...members }, key);
    assert.deepEqual([key.alg, key.use, key.key_ops, key.ext], [alg, "sig", undefined, undefined]);
    if (alg === "PS256") assert.equal(Buffer.from(String(key.n), "base64url").length, 384);
  });
}

test("keeps every decryption key that servers may still use (OpenID Connect Core §10.2.1)", async () => {
  for (const [algorithm, kty] of [
    ["RSA-OAEP-256", "RSA"],
    ["ECDH-ES+A128KW", "EC"],
  ] as const) {
    const { time, keys } = keysAt({
      algorithm,
      publishBeforeSeconds: 10,
      keepAfterSeconds: 20,
      rotateAfterSeconds: 1000,
    });
    const [first] = await keys.decryptionKeys();
    assert.deepEqual([first?.kty, first?.use, first?.alg, typeof first?.d], [kty, "enc", algorithm, "string"]);
    const { kid } = await keys.rotate();
    time.seconds += 29;
    assert.deepEqual(
      (await keys.decryptionKeys()).map((key) => key.kid),
      [first?.kid, kid],
    );
    time.seconds += 1;
    assert.deepEqual(
      (await keys.decryptionKeys()).map((key) => key.kid),
      [kid],
    );
    assert.ok((await keys.jwks()).keys.every((key) => key.d === undefined && key.use === "enc"));
  }
});

test("gives no key for another use (RFC 7517 §4.2)", async () => {
  await assert.rejects(keysAt().keys.decryptionKeys(), {
    code: "ERR_CONFIGURATION_KEY",
    message: /are for sig, not for enc/,
  });
  await assert.rejects(keysAt({ algorithm: "ECDH-ES" }).keys.signingKey(), { code: "ERR_CONFIGURATION_KEY" });
});

for (const [parameter, options] of [
  ["algorithm", { algorithm: "HS256" }],
  ["algorithm", { algorithm: "A128KW" }],
  ["algorithm", { algorithm: "none" }],
  ["rotateAfterSeconds", { rotateAfterSeconds: day }],
  ["rotateAfterSeconds", { rotateAfterSeconds: Number.NaN }],
  ["publishBeforeSeconds", { publishBeforeSeconds: -1 }],
  ["keepAfterSeconds", { keepAfterSeconds: 0.5 }],
  ["reloadAfterSeconds", { reloadAfterSeconds: Number.POSITIVE_INFINITY }],
] as const) {
  test(`refuses the options ${JSON.stringify(options)} at once`, () => {
    assert.throws(() => keysAt(options), { code: "ERR_CONFIGURATION_OPTION", parameter });
  });
}
