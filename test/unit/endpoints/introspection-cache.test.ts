import assert from "node:assert/strict";
import { test } from "node:test";
import type { IntrospectionOptions } from "../../../src/endpoints/introspection.ts";
import {
  createIntrospectionCache,
  type IntrospectionCacheOptions,
} from "../../../src/endpoints/introspection-cache.ts";
import type { ExchangeContextOptions } from "../../../src/exchange/create-context.ts";
import type { CacheEvent } from "../../../src/metadata/cache-event.ts";
import { createSharedCache } from "../../../src/metadata/shared-cache.ts";
import { createMemorySharedStore } from "../../../src/util/memory-shared-store.ts";
import { jwtContext, network } from "./jwt-answers.ts";

type Answer = () => Response | Promise<Response>;

/** A cache before a server, both at the time `at.seconds`. */
function setUp(options: IntrospectionCacheOptions, ...answers: readonly Answer[]) {
  const at = { seconds: 1000 };
  const clock = (): number => at.seconds * 1000;
  const { http, sent } = network(...answers);
  const cache = createIntrospectionCache({ clock, ...options });
  const ask = (token: string, call: IntrospectionOptions = {}, changes: Partial<ExchangeContextOptions> = {}) =>
    cache.introspect(jwtContext({ http, clock, ...changes }), { token }, call);
  return { at, cache, ask, sent };
}

const active =
  (members: Readonly<Record<string, unknown>> = {}): Answer =>
  () =>
    Response.json({ active: true, ...members });
/** Something to wait for until the test lets it through. */
function makeGate(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

/** Long enough for every digest to be made. */
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

const inactive: Answer = () => Response.json({ active: false });

test("asks once, gives the answer from memory, and asks again when it has grown old", async () => {
  const { at, ask, sent } = setUp({ maxAgeSeconds: 60 }, active({ sub: "u" }));
  assert.deepEqual(await ask("t"), { active: true, sub: "u" });
  at.seconds += 59.999;
  assert.deepEqual(await ask("t"), { active: true, sub: "u" });
  assert.equal(sent.length, 1);
  at.seconds += 0.001;
  await ask("t");
  assert.equal(sent.length, 2);
});

test("never keeps an answer beyond the token's own exp (RFC 7662 §4)", async () => {
  const { at, ask, sent } = setUp({ maxAgeSeconds: 600 }, active({ exp: 1010 }));
  await ask("t");
  at.seconds = 1009.999;
  await ask("t");
  assert.equal(sent.length, 1);
  at.seconds = 1010;
  await ask("t");
  await ask("t");
  assert.equal(sent.length, 3, "an answer that has expired already is not kept");
});

test("keeps answers about bad tokens for a time of their own", async () => {
  const { at, ask, sent } = setUp({ maxAgeSeconds: 600, negativeSeconds: 5 }, inactive);
  await ask("t");
  at.seconds += 4;
  assert.deepEqual(await ask("t"), { active: false });
  assert.equal(sent.length, 1);
  at.seconds += 1;
  await ask("t");
  assert.equal(sent.length, 2);
  const none = setUp({ negativeSeconds: 0 }, inactive);
  await none.ask("t");
  await none.ask("t");
  assert.equal(none.sent.length, 2);
});

test("has defaults: a minute for good tokens, ten seconds for bad ones", async () => {
  const { at, ask, sent } = setUp({}, active(), inactive);
  await ask("a");
  await ask("b");
  at.seconds += 9;
  await ask("a");
  await ask("b");
  assert.equal(sent.length, 2);
  at.seconds += 1;
  await ask("b");
  assert.equal(sent.length, 3);
  at.seconds += 50;
  await ask("a");
  assert.equal(sent.length, 4);
  assert.doesNotThrow(() => createIntrospectionCache());
});

test("is bounded: the answer unused for longest goes first", async () => {
  const { ask, sent } = setUp({ maxEntries: 2 }, active());
  for (const token of ["a", "b", "a", "c"]) await ask(token);
  assert.equal(sent.length, 3);
  await ask("a");
  assert.equal(sent.length, 3);
  await ask("b");
  assert.equal(sent.length, 4);
});

test("invented tokens push out no good ones", async () => {
  const { ask, sent } = setUp({ maxEntries: 2 }, active(), inactive);
  await ask("good");
  for (const token of ["x", "y", "z"]) await ask(token);
  await ask("good");
  assert.equal(sent.length, 4);
});

test("concurrent callers share one question", async () => {
  const { ask, sent } = setUp({}, active());
  await Promise.all(Array.from({ length: 10 }, () => ask("t")));
  assert.equal(sent.length, 1);
});

test("a caller who gives up harms no other, and the answer is kept", async () => {
  const gate = makeGate();
  const { ask, sent } = setUp({}, async () => {
    await gate.opened;
    return Response.json({ active: true });
  });
  const controller = new AbortController();
  const first = ask("t", { signal: controller.signal });
  const second = ask("t");
  await settle();
  controller.abort();
  await assert.rejects(first, { name: "TransportError", code: "ERR_TRANSPORT_ABORTED" });
  gate.open();
  assert.deepEqual(await second, { active: true });
  await ask("t");
  assert.equal(sent.length, 1);
});

test("an error reaches everybody who waits and is not kept", async () => {
  const gate = makeGate();
  const failure: Answer = async () => {
    await gate.opened;
    return new Response("", { status: 503 });
  };
  const { ask, sent } = setUp({}, failure, active());
  const both = Promise.allSettled([ask("t"), ask("t")]);
  await settle();
  gate.open();
  const outcomes = await both;
  assert.deepEqual(
    outcomes.map(({ status }) => status),
    ["rejected", "rejected"],
  );
  assert.equal(sent.length, 1);
  assert.deepEqual(await ask("t"), { active: true });
});

test("asks anew for everything that the answer depends on", async () => {
  const { ask, sent, cache } = setUp({}, active());
  const other = { ...jwtContext().metadata, issuer: "https://other.example" };
  await ask("t");
  await ask("u");
  await ask("t", { accessToken: "own" });
  await ask("t", { audience: "api" });
  await ask("t", { extra: { tenant: "1" } });
  await ask("t", { extra: { tenant: "2" } });
  await ask("t", {}, { clientId: "client-2" });
  await ask("t", {}, { metadata: other });
  await cache.introspect(jwtContext({ http: network(active()).http }), {
    token: "t",
    token_type_hint: "refresh_token",
  });
  assert.equal(sent.length, 8);
  await ask("t");
  assert.equal(sent.length, 8);
});

test("forgets everything when told to, also what is under way", async () => {
  const gate = makeGate();
  const { ask, cache, sent } = setUp({}, active(), async () => {
    await gate.opened;
    return Response.json({ active: true });
  });
  await ask("t");
  cache.clear();
  const underWay = ask("t");
  await settle();
  cache.clear();
  gate.open();
  await underWay;
  await ask("t");
  assert.equal(sent.length, 3);
});

test("a clock that went back keeps nothing alive", async () => {
  const { at, ask, sent } = setUp({}, active());
  await ask("t");
  at.seconds -= 1;
  await ask("t");
  assert.equal(sent.length, 2);
});

for (const [parameter, value] of [
  ["maxEntries", 0],
  ["maxEntries", 1.5],
  ["maxAgeSeconds", -1],
  ["maxAgeSeconds", Number.NaN],
  ["negativeSeconds", Infinity],
] as const) {
  test(`refuses ${parameter} ${value}`, () => {
    assert.throws(() => createIntrospectionCache({ [parameter]: value }), {
      code: "ERR_CONFIGURATION_OPTION",
      parameter,
    });
  });
}

/** Two processes that share a store, before one server. */
function setUpTwo(options: IntrospectionCacheOptions, ...answers: readonly Answer[]) {
  const at = { seconds: 1000 };
  const clock = (): number => at.seconds * 1000;
  const { http, sent } = network(...answers);
  const store = createMemorySharedStore({ clock });
  const events: CacheEvent[] = [];
  const start = () => {
    const shared = createSharedCache({ store, clock, onEvent: (event) => events.push(event) });
    const cache = createIntrospectionCache({ clock, shared, ...options });
    return (token: string, call: IntrospectionOptions = {}, changes: Partial<ExchangeContextOptions> = {}) =>
      cache.introspect(jwtContext({ http, clock, ...changes }), { token }, call);
  };
  return { at, start, sent, events };
}

test("two processes that share a store ask once, and neither uses an answer longer for it", async () => {
  const { at, start, sent, events } = setUpTwo({ maxAgeSeconds: 60 }, active({ sub: "u" }));
  await start()("t");
  at.seconds += 50;
  const other = start();
  assert.deepEqual(await other("t"), { active: true, sub: "u" });
  assert.equal(sent.length, 1);
  assert.deepEqual(
    events.map(({ type, document }) => `${type} ${document}`),
    ["cache.miss introspection", "cache.stored introspection", "cache.hit introspection"],
  );
  at.seconds += 10;
  await other("t");
  assert.equal(sent.length, 2);
});

test("shared answers end with the token's exp, and those about bad tokens at their own time", async () => {
  const good = setUpTwo({ maxAgeSeconds: 600 }, active({ exp: 1010 }));
  await good.start()("t");
  good.at.seconds = 1010;
  await good.start()("t");
  assert.equal(good.sent.length, 2);
  const bad = setUpTwo({ negativeSeconds: 5 }, inactive);
  await bad.start()("t");
  bad.at.seconds += 4;
  assert.deepEqual(await bad.start()("t"), { active: false });
  assert.equal(bad.sent.length, 1);
  bad.at.seconds += 1;
  await bad.start()("t");
  assert.equal(bad.sent.length, 2);
});

test("answers to one client, or to one access token, are not given to another", async () => {
  const { start, sent } = setUpTwo({}, active());
  await start()("t");
  await start()("t", {}, { clientId: "other" });
  await start()("t", { accessToken: "mine" });
  await start()("u");
  assert.equal(sent.length, 4);
});

test("a shared answer is checked like one that has just come: one that breaks its schema counts as none", async () => {
  const clock = (): number => 1_000_000;
  const memory = createMemorySharedStore({ clock });
  const answer = { url: "", fetchedAtMs: 1_000_000, status: 200, headers: { "content-type": "application/json" } };
  const store = {
    ...memory,
    read: async () => ({ version: "1", value: JSON.stringify({ ...answer, text: '{"active":"yes"}' }) }),
  };
  const events: CacheEvent[] = [];
  const shared = createSharedCache({ store, clock, onEvent: (event) => events.push(event) });
  const { http, sent } = network(active({ sub: "u" }));
  const cache = createIntrospectionCache({ clock, shared });
  assert.deepEqual(await cache.introspect(jwtContext({ http, clock }), { token: "t" }), { active: true, sub: "u" });
  assert.equal(sent.length, 1);
  const [miss] = events;
  assert.ok(miss?.type === "cache.miss" && miss.reason === "broken");
});

test("errors are shared with nobody", async () => {
  const { start, sent } = setUpTwo({}, () => Response.json({ error: "server_error" }, { status: 500 }));
  await assert.rejects(start()("t"));
  await assert.rejects(start()("t"));
  assert.equal(sent.length, 2);
});
