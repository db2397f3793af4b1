import assert from "node:assert/strict";
import { test } from "node:test";
import { type CacheOptions, createCachePolicy } from "../../../src/metadata/cache-policy.ts";
import { createCachedDocument } from "../../../src/metadata/cached-document.ts";

const minute = 60_000;
const hour = 60 * minute;

/** A document whose loader is scripted: each load takes the next outcome; the last one repeats. */
function setUp(
  outcomes: readonly (string | Error | Promise<string>)[],
  cache: CacheOptions = {},
  maxAgeSeconds?: number,
) {
  const state = { now: 1_000_000, loads: 0, events: [] as string[], notBefore: [] as (number | undefined)[] };
  const cached = createCachedDocument({
    async load(notBeforeMs) {
      state.notBefore.push(notBeforeMs);
      const outcome = outcomes[Math.min(state.loads, outcomes.length - 1)] ?? "none";
      state.loads += 1;
      const text = await outcome;
      if (text instanceof Error) throw text;
      return { value: { text, maxAgeSeconds } };
    },
    clock: () => state.now,
    policy: createCachePolicy(cache, hour),
    waitUntil: cache.waitUntil,
    observer: {
      fetched: ({ text }, freshMs) => state.events.push(`fetched ${text} ${freshMs}`),
      servedStale: ({ text }, ageMs) => state.events.push(`stale ${text} ${ageMs}`),
      refreshFailed: (error, retryInMs) => state.events.push(`failed ${String(error)} ${retryInMs}`),
    },
  });
  const document = {
    get: async (signal?: AbortSignal) => (await cached.get(signal)).text,
    refresh: async (signal?: AbortSignal) => (await cached.refresh(signal)).text,
    refreshUnlessRecent: async (ms: number, signal?: AbortSignal) =>
      (await cached.refreshUnlessRecent(ms, signal)).text,
    peek: () => cached.peek()?.text,
  };
  return { state, document };
}

/** Lets background work run to its end. */
const settle = () => new Promise((resolve) => setImmediate(resolve));
const down = new Error("down");

test("fetches nothing before the first use", async () => {
  const { state, document } = setUp(["v1"]);
  assert.equal(document.peek(), undefined);
  await settle();
  assert.equal(state.loads, 0);
});

test("fetches once while fresh", async () => {
  const { state, document } = setUp(["v1", "v2"]);
  assert.equal(await document.get(), "v1");
  state.now += hour - 1;
  assert.equal(await document.get(), "v1");
  assert.equal(document.peek(), "v1");
  assert.equal(state.loads, 1);
  assert.deepEqual(state.events, ["fetched v1 3600000"]);
});

test("takes the server's max-age within the policy's bounds", async () => {
  const { state, document } = setUp(["v1", "v2"], {}, 0);
  await document.get();
  state.now += minute - 1;
  await document.get();
  assert.equal(state.loads, 1);
  state.now += 1;
  await document.get();
  await settle();
  assert.equal(state.loads, 2);
});

test("shares one fetch among concurrent callers", async () => {
  const { state, document } = setUp(["v1"]);
  const values = await Promise.all(Array.from({ length: 50 }, () => document.get(new AbortController().signal)));
  assert.deepEqual([...new Set(values)], ["v1"]);
  assert.equal(state.loads, 1);
});

test("ends only the wait of the caller whose signal fires", async () => {
  const arrival = withResolvers();
  const { state, document } = setUp([arrival.promise]);
  const controller = new AbortController();
  const leaving = document.get(controller.signal);
  const staying = document.get();
  controller.abort("gone");
  await assert.rejects(leaving, { code: "ERR_TRANSPORT_ABORTED", cause: "gone" });
  arrival.resolve("v1");
  assert.equal(await staying, "v1");
  assert.equal(state.loads, 1);
});

test("keeps the outcome of a fetch whose only caller left", async () => {
  const arrival = withResolvers();
  const { state, document } = setUp([arrival.promise]);
  await assert.rejects(document.get(AbortSignal.abort()), { code: "ERR_TRANSPORT_ABORTED" });
  arrival.resolve("v1");
  await settle();
  assert.equal(await document.get(), "v1");
  assert.equal(state.loads, 1);
});

test("serves a stale document at once and fetches one new one in the background", async () => {
  const arrival = withResolvers();
  const { state, document } = setUp(["v1", arrival.promise]);
  await document.get();
  state.now += hour;
  assert.deepEqual(await Promise.all([document.get(), document.get(), document.get()]), ["v1", "v1", "v1"]);
  await settle();
  assert.equal(state.loads, 2);
  arrival.resolve("v2");
  await settle();
  assert.equal(await document.get(), "v2");
  assert.deepEqual(state.events, ["fetched v1 3600000", "stale v1 3600000", "fetched v2 3600000"]);
});

test("keeps and reports the failure of a background fetch, leaves no rejection unhandled, and cools down", async () => {
  const { state, document } = setUp(["v1", down, "v2"]);
  await document.get();
  state.now += hour;
  assert.equal(await document.get(), "v1");
  await settle();
  state.now += 9_999;
  assert.equal(await document.get(), "v1");
  await settle();
  assert.equal(state.loads, 2);
  state.now += 1;
  assert.equal(await document.get(), "v1");
  await settle();
  assert.equal(await document.get(), "v2");
  assert.equal(state.loads, 3);
  assert.ok(state.events.includes("failed Error: down 10000"));
});

test("reports a stale document once after each attempt", async () => {
  const { state, document } = setUp(["v1", down]);
  await document.get();
  state.now += hour;
  for (let call = 0; call < 5; call += 1) {
    await document.get();
    await settle();
  }
  assert.equal(state.events.filter((event) => event.startsWith("stale")).length, 2);
});

test("waits for a new document when the old one is overdue", async () => {
  const { state, document } = setUp(["v1", "v2"]);
  await document.get();
  state.now += 2 * hour;
  assert.equal(await document.get(), "v2");
  assert.equal(state.loads, 2);
});

test("serves an overdue document when no new one can be had, up to the bound", async () => {
  const { state, document } = setUp(["v1", down]);
  await document.get();
  state.now += 25 * hour - 1;
  assert.equal(await document.get(), "v1");
  assert.equal(document.peek(), "v1");
  state.now += 1;
  assert.equal(document.peek(), undefined);
  await assert.rejects(document.get(), down);
});

test("serves an overdue document without another fetch while a failure is remembered", async () => {
  const { state, document } = setUp(["v1", down]);
  await document.get();
  state.now += 3 * hour;
  await document.get();
  await document.get();
  assert.equal(state.loads, 2);
});

test("rejects the caller whose signal fires while the document is overdue", async () => {
  const { state, document } = setUp(["v1", new Promise<string>(() => undefined)]);
  await document.get();
  state.now += 3 * hour;
  await assert.rejects(document.get(AbortSignal.abort()), { code: "ERR_TRANSPORT_ABORTED" });
});

test("remembers a failure and throws it again without a fetch, longer each time", async () => {
  const { state, document } = setUp([down]);
  for (const [cooldownMs, loads] of [
    [10_000, 1],
    [20_000, 2],
    [40_000, 3],
  ] as const) {
    await assert.rejects(document.get(), down);
    await assert.rejects(document.get(), down);
    state.now += cooldownMs - 1;
    await assert.rejects(document.get(), down);
    assert.equal(state.loads, loads);
    state.now += 1;
  }
});

test("forgets failures after a success", async () => {
  const { state, document } = setUp([down, "v1", down]);
  await assert.rejects(document.get(), down);
  state.now += 10_000;
  assert.equal(await document.get(), "v1");
  state.now += hour;
  await document.get();
  await settle();
  assert.equal(state.events.filter((event) => event === "failed Error: down 10000").length, 2);
});

test("refresh fetches whatever is in memory, and a failure leaves the old document", async () => {
  const { state, document } = setUp(["v1", down, "v2"]);
  await document.get();
  await assert.rejects(document.refresh(), down);
  assert.equal(document.peek(), "v1");
  assert.equal(await document.get(), "v1");
  assert.equal(await document.refresh(), "v2");
  assert.equal(state.loads, 3);
  assert.ok(!state.events.some((event) => event.startsWith("stale")), "a fresh document is not reported as stale");
});

test("joins a forced fetch under way instead of throwing the remembered failure", async () => {
  const arrival = withResolvers();
  const { document, state } = setUp([down, arrival.promise]);
  await assert.rejects(document.get(), down);
  const forced = document.refresh();
  await settle();
  const waiting = document.get();
  arrival.resolve("v1");
  assert.deepEqual(await Promise.all([forced, waiting]), ["v1", "v1"]);
  assert.equal(state.loads, 2);
});

test("refreshUnlessRecent fetches only when the last attempt, good or bad, is long enough ago", async () => {
  const { state, document } = setUp(["v1", "v2", down, "v3"]);
  await document.get();
  state.now += 29_999;
  assert.equal(await document.refreshUnlessRecent(30_000), "v1");
  state.now += 1;
  assert.equal(await document.refreshUnlessRecent(30_000), "v2");
  state.now += 30_000;
  assert.equal(await document.refreshUnlessRecent(30_000), "v2");
  state.now += 29_999;
  assert.equal(await document.refreshUnlessRecent(30_000), "v2");
  assert.equal(state.loads, 3);
  state.now += 1;
  assert.equal(await document.refreshUnlessRecent(30_000), "v3");
});

test("refreshUnlessRecent joins a fetch under way, also within the cool-down", async () => {
  const arrival = withResolvers();
  const { state, document } = setUp(["v1", arrival.promise]);
  await document.get();
  const forced = document.refresh();
  await settle();
  const waiting = document.refreshUnlessRecent(30_000);
  arrival.resolve("v2");
  assert.deepEqual(await Promise.all([forced, waiting]), ["v2", "v2"]);
  assert.equal(state.loads, 2);
});

test("a clock that goes back ends freshness and cool-downs instead of prolonging them", async () => {
  const { state, document } = setUp(["v1", down, "v2"]);
  await document.get();
  state.now -= 24 * hour;
  assert.equal(await document.get(), "v1");
  assert.equal(state.loads, 2);
  state.now -= 24 * hour;
  assert.equal(await document.get(), "v2");
  assert.equal(state.loads, 3);
});

function withResolvers(): { readonly promise: Promise<string>; readonly resolve: (value: string) => void } {
  let resolve: (value: string) => void = () => undefined;
  const promise = new Promise<string>((settled) => {
    resolve = settled;
  });
  return { promise, resolve };
}

test("tells its loader how old a document of others may be: as fresh as the policy says, not before a cool-down, none", async () => {
  const { state, document } = setUp(["v1"]);
  await document.get();
  state.now += minute;
  await document.refreshUnlessRecent(30_000);
  await document.refresh();
  assert.deepEqual(state.notBefore, [undefined, 1_030_000, Number.POSITIVE_INFINITY]);
});

test("after a failure one caller tries again when the cool-down is over, and all others wait for what comes of it", async () => {
  const probe = withResolvers();
  const { state, document } = setUp([down, probe.promise]);
  await assert.rejects(document.get(), down);
  state.now += 9_999;
  await assert.rejects(document.get(), down);
  assert.equal(state.loads, 1);
  state.now += 1;
  const callers = Array.from({ length: 50 }, () => document.get());
  await settle();
  assert.equal(state.loads, 2);
  probe.resolve("v1");
  assert.deepEqual(new Set(await Promise.all(callers)), new Set(["v1"]));
});

test("gives what goes on in the background, and nothing else, to waitUntil; it never rejects", async () => {
  const given: Promise<unknown>[] = [];
  const { state, document } = setUp(["v1", down, "v2"], { waitUntil: (work) => void given.push(work) });
  await document.get();
  assert.equal(given.length, 0);
  state.now += hour;
  assert.equal(await document.get(), "v1");
  assert.equal(given.length, 1);
  assert.equal(await given[0], undefined);
  assert.equal(state.loads, 2);
});
