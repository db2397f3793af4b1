import assert from "node:assert/strict";
import { test } from "node:test";
import { tolerating } from "../../../src/exchange/tolerating.ts";
import type { CacheEvent } from "../../../src/metadata/cache-event.ts";
import { createJwkSetSource } from "../../../src/metadata/jwk-set-source.ts";
import type { MetadataEvent } from "../../../src/metadata/metadata-event.ts";
import { createMetadataSource, type MetadataSourceOptions } from "../../../src/metadata/metadata-source.ts";
import { createSharedCache, type SharedCacheOptions } from "../../../src/metadata/shared-cache.ts";
import { createMemorySharedStore } from "../../../src/util/memory-shared-store.ts";
import type { SharedStore } from "../../../src/util/shared-store.ts";
import { createWire, ecKey, issuer, json, openidProvider } from "./wire.ts";

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
type Respond = (url: string) => Response | Promise<Response>;

/** A place that several processes share, and what makes a process. */
function setUp(respond: Respond) {
  const time = { now: 1_800_000_000_000 };
  const clock = () => time.now;
  const server = { respond, urls: [] as string[] };
  const memory = createMemorySharedStore({ clock });
  const keys = new Set<string>();
  const store: SharedStore = {
    ...memory,
    write: (key, value, options) => {
      keys.add(key);
      return memory.write(key, value, options);
    },
  };

  /** A process with caches of its own. */
  function start(cacheOptions: Partial<SharedCacheOptions> = {}, sourceOptions: MetadataSourceOptions = {}) {
    const events: CacheEvent[] = [];
    const told: MetadataEvent[] = [];
    const { http } = createWire((url) => {
      server.urls.push(url);
      return server.respond(url);
    });
    const context = { http, clock };
    const shared = createSharedCache({ store, clock, onEvent: (event) => events.push(event), ...cacheOptions });
    const cache = { shared };
    const onEvent = (event: MetadataEvent): void => void told.push(event);
    const metadata = createMetadataSource(context, issuer, { cache, onEvent, ...sourceOptions });
    const jwks = createJwkSetSource(context, metadata, { cache, onEvent });
    return { metadata, jwks, events, told, types: () => events.map(({ type }) => type) };
  }
  return { time, server, start, store, keys };
}

const serving: Respond = (url) => json(url.endsWith("/jwks") ? { keys: [ecKey] } : openidProvider);
const failing: Respond = () => json({}, {}, 503);
const known = { alg: "ES256", kid: "ec-1" };
const settle = () => new Promise((resolve) => setTimeout(resolve, 20));

test("what one process fetched another one takes from the store, metadata and keys", async () => {
  const { start, server, time, keys } = setUp(serving);
  const one = start();
  await one.jwks.find(known);
  assert.equal(server.urls.length, 2);
  assert.deepEqual(one.types(), ["cache.miss", "cache.stored", "cache.miss", "cache.stored"]);
  assert.ok([...keys].every((key) => /^cache:(?:metadata|jwk-set):[\w-]{43}$/.test(key)));
  time.now += minute;
  const other = start();
  assert.deepEqual(await other.jwks.find(known), [ecKey]);
  assert.deepEqual((await other.metadata.get()).metadata, openidProvider);
  assert.equal(server.urls.length, 2);
  assert.deepEqual(other.events, [
    { type: "cache.hit", document: "metadata", issuer, ageMs: minute, isStale: false },
    { type: "cache.hit", document: "jwk-set", issuer, ageMs: minute, isStale: false },
  ]);
  assert.ok(other.events.every((event) => Object.isFrozen(event)));
  assert.deepEqual(other.told, [], "nothing was fetched");
});

test("a document keeps its age on the way: it is fetched anew when it would be where it came from", async () => {
  const { start, server, time } = setUp(serving);
  await start().metadata.get();
  time.now += hour - second;
  const other = start();
  await other.metadata.get();
  time.now += second;
  await other.metadata.get();
  await settle();
  assert.equal(server.urls.length, 2);
  assert.deepEqual(other.types(), ["cache.hit", "cache.miss", "cache.stored"]);
});

test("Cache-Control of the answer counts for all who share it", async () => {
  const { start, server, time } = setUp(() => json(openidProvider, { "cache-control": "max-age=120", age: "20" }));
  await start().metadata.get();
  time.now += 99 * second;
  await start().metadata.get();
  assert.equal(server.urls.length, 1);
  time.now += second;
  const late = start();
  await late.metadata.get();
  assert.equal(server.urls.length, 2);
  assert.deepEqual(late.events[0], { type: "cache.miss", document: "metadata", issuer, reason: "expired" });
});

test("where it can't be fetched anew, a process that has just started serves what others fetched, within stale-if-error", async () => {
  const { start, server, time } = setUp(serving);
  await start().metadata.get();
  time.now += 2 * hour;
  server.respond = failing;
  const other = start();
  assert.deepEqual((await other.metadata.get()).metadata, openidProvider);
  assert.deepEqual(other.types(), ["cache.miss", "cache.hit"]);
  assert.deepEqual(other.events[1], {
    type: "cache.hit",
    document: "metadata",
    issuer,
    ageMs: 2 * hour,
    isStale: true,
  });
  assert.deepEqual(
    other.told.map(({ type }) => type),
    ["refresh-failed", "served-stale"],
  );
  time.now += 23 * hour;
  await assert.rejects(start().metadata.get(), { code: "ERR_RESPONSE_STATUS" });
});

test("a failure of one is known to all: nobody calls before the cool-down is over, then one alone, who tells the others", async () => {
  const { start, server, time } = setUp(failing);
  await assert.rejects(start().metadata.get(), { code: "ERR_RESPONSE_STATUS" });
  time.now += 4 * second;
  await assert.rejects(start().metadata.get(), {
    code: "ERR_TRANSPORT_NETWORK",
    message: /1 times in a row; the next attempt is due in 6000 ms/,
  });
  assert.equal(server.urls.length, 1);
  time.now += 6 * second;
  let answer = (_: Response): void => undefined;
  server.respond = () => new Promise((resolve) => (answer = resolve));
  const prober = start().metadata.get();
  await settle();
  const others = await Promise.allSettled(Array.from({ length: 10 }, () => start().metadata.get()));
  assert.ok(others.every(({ status }) => status === "rejected"));
  await assert.rejects(start().metadata.get(), /another attempt is under way/);
  assert.equal(server.urls.length, 2);
  answer(json({}, {}, 503));
  await assert.rejects(prober, { code: "ERR_RESPONSE_STATUS" });
  time.now += 19 * second;
  await assert.rejects(start().metadata.get(), /2 times in a row; the next attempt is due in 1000 ms/);
  time.now += second;
  server.respond = serving;
  await start().metadata.get();
  await start().jwks.find(known);
  server.respond = failing;
  await assert.rejects(start({}, { discovery: "oauth2" }).metadata.get(), { code: "ERR_RESPONSE_STATUS" });
});

test("who asks for a document fetched now gets one, whatever is kept or failed", async () => {
  const { start, server } = setUp(serving);
  await start().metadata.get();
  await start().metadata.refresh();
  assert.equal(server.urls.length, 2);
  server.respond = failing;
  const other = start();
  await assert.rejects(other.metadata.refresh(), { code: "ERR_RESPONSE_STATUS" });
  assert.deepEqual(other.events, []);
});

test("an unknown key is looked for in what others fetched since the cool-down began, else fetched", async () => {
  const { start, server, time } = setUp(serving);
  const one = start();
  await one.jwks.find(known);
  time.now += minute;
  server.respond = (url) => json(url.endsWith("/jwks") ? { keys: [ecKey, { ...ecKey, kid: "ec-2" }] } : openidProvider);
  const other = start();
  assert.equal((await other.jwks.find({ alg: "ES256", kid: "ec-2" })).length, 2);
  assert.equal(server.urls.length, 3);
  time.now += 10 * second;
  assert.equal((await one.jwks.find({ alg: "ES256", kid: "ec-2" })).length, 2);
  assert.equal(server.urls.length, 3, "the other process had fetched it ten seconds ago");
});

test("policies stay apart: what one tolerates is told at each use, and the next refuses it, although the answer is the same", async () => {
  const { start, server } = setUp(() => json({ ...openidProvider, claims_supported: null }));
  const tolerate = tolerating(["null-members"]);
  await start({}, { tolerate }).metadata.get();
  const lenient = start({}, { tolerate });
  await lenient.metadata.get();
  assert.deepEqual(
    lenient.told.map(({ type }) => type),
    ["tolerated"],
  );
  assert.equal(server.urls.length, 1);
  const strict = start();
  await assert.rejects(strict.metadata.get(), { code: "ERR_VALIDATION_METADATA" });
  assert.equal(server.urls.length, 2);
  assert.deepEqual(
    strict.events.map((event) => (event.type === "cache.miss" ? event.reason : event.type)),
    ["broken"],
  );
});

for (const [title, poison] of [
  ["no JSON", "<html>"],
  ["JSON of another kind", "[]"],
  ["an answer without a time", JSON.stringify({ url: "", status: 200, headers: {}, text: "" })],
  ["an answer from the future", poisoned({ fetchedAtMs: 1_800_000_060_001 })],
  ["an answer of another URL", poisoned({ url: "https://evil.example.com/.well-known/openid-configuration" })],
  ["an answer that is none of success", poisoned({ status: 201 })],
  ["another media type", poisoned({ headers: { "content-type": "text/html" } })],
  ["another issuer", poisoned({ text: JSON.stringify({ ...openidProvider, issuer: "https://evil.example.com" }) })],
  ["an endpoint without TLS", poisoned({ text: JSON.stringify({ ...openidProvider, jwks_uri: "http://a.example/" }) })],
] as const) {
  test(`an entry that is broken counts as none, and is replaced: ${title}`, async () => {
    const { start, store, keys, server, time } = setUp(serving);
    await start().metadata.get();
    const [key = ""] = keys;
    await store.write(key, poison, { expiresAtMs: time.now + hour });
    const victim = start();
    assert.deepEqual((await victim.metadata.get()).metadata, openidProvider);
    assert.equal(server.urls.length, 2);
    const [miss] = victim.events;
    assert.ok(miss?.type === "cache.miss" && miss.reason === "broken" && miss.error instanceof Error);
    assert.deepEqual(victim.types(), ["cache.miss", "cache.stored"]);
    await start().metadata.get();
    assert.equal(server.urls.length, 2);
  });
}

test("keys that are kept are judged like fetched ones: a private key is left out", async () => {
  const { start, store, keys, time } = setUp(serving);
  await start().jwks.find(known);
  const key = [...keys].find((name) => name.includes("jwk-set")) ?? "";
  const text = JSON.stringify({ keys: [{ ...ecKey, d: "AAAA" }] });
  const url = "https://keys.example.net/jwks";
  await store.write(key, poisoned({ url, text }), { expiresAtMs: time.now + hour });
  assert.deepEqual(await start().jwks.find({ alg: "RS256" }), []);
});

test("a store that fails fails no call; it is left alone for a while, and one event tells of it", async () => {
  const { start, server, time } = setUp(serving);
  let calls = 0;
  const fail = async (): Promise<never> => {
    calls += 1;
    throw new Error("down");
  };
  const one = start({ store: { read: fail, write: fail, remove: fail, acquire: fail }, restMs: 5000 });
  await one.jwks.find(known);
  assert.equal(server.urls.length, 2);
  assert.equal(calls, 1);
  const [event] = one.events;
  assert.ok(event?.type === "cache.failed" && event.operation === "read" && event.retryInMs === 5000);
  assert.equal(one.events.length, 1);
  time.now += 2 * hour;
  await one.metadata.get();
  assert.equal(calls, 2);
});

test("a store that hangs is waited for so long and no longer", async () => {
  const { start } = setUp(serving);
  const hang = () => new Promise<never>(() => undefined);
  const one = start({ store: { read: hang, write: hang, remove: hang, acquire: hang }, timeoutMs: 30 });
  const before = performance.now();
  await one.jwks.find(known);
  assert.ok(performance.now() - before < 1000);
  const [event] = one.events;
  assert.match(event?.type === "cache.failed" ? String(event.error) : "", /did not answer within 30 ms/);
});

test("a store that loses what is written fails no call either", async () => {
  const { start, store } = setUp(serving);
  const write = async (): Promise<never> => {
    throw new Error("full");
  };
  const one = start({ store: { ...store, write } });
  await one.metadata.get();
  assert.deepEqual(one.types(), ["cache.miss", "cache.failed"]);
});

test("a record of failures that can't be read counts as none", async () => {
  const { start, store, keys, server, time } = setUp(failing);
  for (const text of ["{", "null", '{"failures":"1","untilMs":1}', '{"failures":1}']) {
    await assert.rejects(start().metadata.get(), { code: "ERR_RESPONSE_STATUS" });
    const key = [...keys].find((name) => name.endsWith(":failure")) ?? "";
    await store.write(key, text, { expiresAtMs: time.now + hour });
  }
  assert.equal(server.urls.length, 4);
});

test("different prefixes share nothing", async () => {
  const { start, server } = setUp(serving);
  await start({ prefix: "tenant-1:" }).metadata.get();
  await start({ prefix: "tenant-2:" }).metadata.get();
  assert.equal(server.urls.length, 2);
});

test("with an integrity key, planted keys and failures are not believed, and the next fetch mends the entry", async () => {
  const { start, store, keys, server, time } = setUp(serving);
  const integrityKey = "an integrity key of thirty-two octets";
  await start({ integrityKey }).jwks.find(known);
  assert.equal(server.urls.length, 2);
  assert.equal((await start({ integrityKey }).jwks.find(known)).length, 1);
  assert.equal(server.urls.length, 2);
  const place = [...keys].find((name) => name.includes("jwk-set")) ?? "";
  const stranger = { ...ecKey, kid: "stranger" };
  const planted = poisoned({ url: "https://keys.example.net/jwks", text: JSON.stringify({ keys: [stranger] }) });
  const expiresAtMs = time.now + hour;
  await store.write(place, planted, { expiresAtMs });
  const failure = JSON.stringify({ failures: 9, untilMs: expiresAtMs });
  await store.write(`${place}:failure`, failure, { expiresAtMs });
  const process = start({ integrityKey });
  assert.deepEqual(
    (await process.jwks.find(known)).map(({ kid }) => kid),
    ["ec-1"],
  );
  assert.equal(server.urls.length, 3);
  const refused = process.events.flatMap((event) => (event.type === "cache.refused" ? [event] : []));
  assert.deepEqual(refused, [
    { type: "cache.refused", document: "jwk-set", issuer, reason: "unsigned" },
    { type: "cache.refused", document: "jwk-set", issuer, reason: "unsigned" },
  ]);
  assert.deepEqual(process.types().slice(1), [...["cache.refused", "cache.miss", "cache.refused", "cache.stored"]]);
  const next = start({ integrityKey });
  assert.equal((await next.jwks.find(known)).length, 1);
  assert.equal(server.urls.length, 3);
  // Without the option the planted one is believed.
  await store.write(place, planted, { expiresAtMs });
  const trusting = await start().jwks.find({ alg: "ES256", kid: "stranger" });
  assert.deepEqual(
    trusting.map(({ kid }) => kid),
    ["stranger"],
  );
});

test("refuses options that can't be used", () => {
  const store = createMemorySharedStore();
  const refused = [
    [{ store, timeoutMs: 0 }, "timeoutMs"],
    [{ store, restMs: -1 }, "restMs"],
    [{ store, prefx: "" }, "prefx"],
    [{ store, integrityKey: "too short" }, "integrityKey"],
  ] as const;
  for (const [options, parameter] of refused) {
    assert.throws(() => createSharedCache(options), { code: "ERR_CONFIGURATION_OPTION", parameter });
  }
  assert.throws(() => createSharedCache(JSON.parse('{"store":{}}')), { parameter: "store" });
});

/** An answer as it is kept, changed. */
function poisoned(changes: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({
    url: "https://id.example.com/.well-known/openid-configuration",
    fetchedAtMs: 1_800_000_000_000,
    status: 200,
    headers: { "content-type": "application/json" },
    text: JSON.stringify(openidProvider),
    ...changes,
  });
}
