import assert from "node:assert/strict";
import { test } from "node:test";
import { combineStores } from "../../../../src/provider/stores/combine.ts";
import { createMemoryStore } from "../../../../src/provider/stores/memory/memory-store.ts";
import type { StoredToken } from "../../../../src/provider/stores/records.ts";
import type { PartialProviderStore, ProviderStore } from "../../../../src/provider/stores/store.ts";
import { makeArtifact, makeSession } from "../../../fixtures/provider/store-rows.ts";

const nowMs = 1_900_000_000_000;
const code = { kind: "authorization_code", hash: "hash-1" } as const;
const token: StoredToken = {
  hash: "token-1",
  kind: "refresh_token",
  clientId: "client-1",
  scope: [],
  audience: [],
  generation: 0,
  issuedAtMs: nowMs,
  expiresAtMs: nowMs + 1000,
  purgeAtMs: nowMs + 1000,
};

function shortLivedOf({ artifacts, sessions, replay, throttle, ...rest }: ProviderStore): PartialProviderStore {
  const { sweep, ping, close } = rest;
  return { artifacts, sessions, replay, throttle, sweep, ping, close };
}

function make(): { durable: ProviderStore; shortLived: ProviderStore; store: ProviderStore } {
  const durable = createMemoryStore();
  const shortLived = createMemoryStore();
  return { durable, shortLived, store: combineStores({ durable, shortLived: shortLivedOf(shortLived) }) };
}

test("a code is used up in the short-lived store, and what it buys is written in the durable one", async () => {
  const { durable, shortLived, store } = make();
  await store.artifacts.put(makeArtifact(nowMs));
  assert.equal(await durable.artifacts.find(code), undefined);
  const issue = { consume: code, tokens: [token], nowMs };
  assert.deepEqual(await store.grants.issue(issue), { outcome: "issued" });
  assert.equal((await shortLived.artifacts.find(code))?.consumedAtMs, nowMs);
  assert.deepEqual(await durable.grants.findToken("token-1"), { token });
  const second = await store.grants.issue({ ...issue, tokens: [{ ...token, hash: "token-2" }] });
  assert.equal(second.outcome, "used");
  assert.equal(await durable.grants.findToken("token-2"), undefined);
});

for (const [outcome, artifact, atMs] of [
  ["missing", undefined, nowMs],
  ["expired", makeArtifact(nowMs), nowMs + 60_000],
] as const) {
  test(`of a code that is ${outcome} nothing is written`, async () => {
    const { durable, store } = make();
    if (artifact !== undefined) await store.artifacts.put(artifact);
    const given = await store.grants.issue({ consume: code, tokens: [token], nowMs: atMs });
    assert.equal(given.outcome, outcome);
    assert.equal(await durable.grants.findToken("token-1"), undefined);
  });
}

test("a crash between the two steps burns the code, and never leaves tokens whose code is good", async () => {
  const { durable, shortLived } = make();
  const grants = { ...durable.grants, issue: () => Promise.reject(new Error("down")) };
  const store = combineStores({ durable: { ...durable, grants }, shortLived: shortLivedOf(shortLived) });
  await store.artifacts.put(makeArtifact(nowMs));
  await assert.rejects(store.grants.issue({ consume: code, tokens: [token], nowMs }), /down/);
  assert.equal((await store.artifacts.consume(code, nowMs)).outcome, "used");
  assert.equal(await durable.grants.findToken("token-1"), undefined);
});

test("where the short-lived store is down nothing is written", async () => {
  const { durable, shortLived } = make();
  const artifacts = { ...shortLived.artifacts, consume: () => Promise.reject(new Error("down")) };
  const store = combineStores({ durable, shortLived: { ...shortLivedOf(shortLived), artifacts } });
  await assert.rejects(store.grants.issue({ consume: code, tokens: [token], nowMs }), /down/);
  assert.equal(await durable.grants.findToken("token-1"), undefined);
});

test("tokens without a code are issued by the durable store alone, with all other verbs of grants", async () => {
  const { durable, store } = make();
  const grant = {
    id: "grant-1",
    clientId: "client-1",
    isOffline: true,
    scope: [],
    details: {},
    createdAtMs: nowMs,
    expiresAtMs: nowMs + 1000,
  };
  await store.grants.issue({ grant, tokens: [{ ...token, grantId: "grant-1" }], nowMs });
  assert.equal((await durable.grants.findGrant("grant-1"))?.id, "grant-1");
  assert.equal((await store.grants.findGrant("grant-1"))?.id, "grant-1");
  assert.equal((await store.grants.findToken("token-1"))?.grant?.id, "grant-1");
  assert.equal((await store.grants.listGrants({ id: "grant-1" }, { limit: 9 }, nowMs)).items.length, 1);
  const child = { ...token, hash: "token-2", grantId: "grant-1", parentHash: "token-1", generation: 1 };
  const rotation = { hash: "token-1", child, tokens: [], nowMs, leewayMs: 0 };
  assert.equal((await store.grants.rotate(rotation)).outcome, "rotated");
  assert.equal(await store.grants.revokeToken("token-2", nowMs), true);
  assert.equal(await store.grants.revokeGrants({ id: "grant-1" }, "test", nowMs), 1);
});

test("each part is where it belongs", async () => {
  const { durable, shortLived, store } = make();
  await store.sessions.put(makeSession(nowMs));
  await store.replay.claim("key", Date.now() + 60_000);
  await store.throttle.fail("key", { windowMs: 1000, blockAfter: 1, blockMs: 1, maxBlockMs: 1 }, nowMs);
  await store.keys.save({ version: 1, keys: [], secrets: {} });
  assert.ok((await shortLived.sessions.find("cookie-1")) !== undefined);
  assert.equal(await shortLived.replay.claim("key", Date.now() + 60_000), false);
  assert.equal((await shortLived.throttle.find("key", nowMs))?.failures, 1);
  assert.equal((await durable.keys.load())?.version, 1);
  for (const part of ["clients", "accounts", "consents", "keys"] as const) assert.equal(store[part], durable[part]);
});

test("a short-lived store of few parts leaves the others, and issuing in one step, to the durable one", () => {
  const durable = createMemoryStore();
  const { replay, sweep, ping, close } = createMemoryStore();
  const store = combineStores({ durable, shortLived: { replay, sweep, ping, close } });
  assert.equal(store.replay, replay);
  for (const part of ["artifacts", "grants", "sessions", "throttle"] as const) assert.equal(store[part], durable[part]);
});

test("sweeps, asks and closes both; one that fails keeps the other from nothing", async () => {
  const calls: string[] = [];
  const say = (name: string, fails = false): Pick<ProviderStore, "sweep" | "ping" | "close"> => ({
    sweep: async (atMs, limit) => {
      calls.push(`${name} sweep ${atMs} ${limit}`);
      return 2;
    },
    ping: async () => {
      calls.push(`${name} ping`);
      if (fails) throw new Error(`${name} down`);
    },
    close: async () => {
      calls.push(`${name} close`);
      if (fails) throw new Error(`${name} down`);
    },
  });
  const durable = { ...createMemoryStore(), ...say("durable", true) };
  const store = combineStores({ durable, shortLived: say("short") });
  assert.equal(await store.sweep(5, 6), 4);
  await assert.rejects(store.ping(), /durable down/);
  await assert.rejects(store.close(), /durable down/);
  assert.deepEqual(calls, [
    ...["durable sweep 5 6", "short sweep 5 6", "durable ping", "short ping", "durable close", "short close"],
  ]);
});

test("a short-lived store that has the grants is refused", () => {
  const durable = createMemoryStore();
  assert.throws(() => combineStores({ durable, shortLived: createMemoryStore() }), {
    code: "ERR_CONFIGURATION_OPTION",
    parameter: "shortLived",
  });
});

for (const [problem, change, parameter] of [
  ["no durable store", { durable: undefined }, "durable"],
  ["no short-lived store", { shortLived: undefined }, "shortLived"],
  ["a durable store that is none", { durable: "postgres" }, "durable"],
  ["an option that does not exist", { shortlived: {} }, "shortlived"],
  [
    "a durable store without what the other has not",
    { durable: { ...createMemoryStore(), keys: {} } },
    "durable.keys.load",
  ],
  [
    "a durable store without grants",
    { durable: { ...createMemoryStore(), grants: undefined } },
    "durable.grants.issue",
  ],
  ["a durable store that cannot be closed", { durable: { ...createMemoryStore(), close: 1 } }, "durable.close"],
  [
    "a part that lacks a verb",
    { shortLived: { ...shortLivedOf(createMemoryStore()), sessions: {} } },
    "shortLived.sessions.put",
  ],
  [
    "a short-lived store that cannot be swept",
    { shortLived: { artifacts: createMemoryStore().artifacts } },
    "shortLived.sweep",
  ],
] as const)
  test(`${problem} is refused, with its place`, () => {
    const parts: unknown = { durable: createMemoryStore(), shortLived: shortLivedOf(createMemoryStore()), ...change };
    assert.throws(() => combineStores(parts as never), { code: "ERR_CONFIGURATION_OPTION", parameter });
  });

test("a durable store needs no part that the short-lived one has", () => {
  const { artifacts: _artifacts, sessions: _sessions, ...durable } = createMemoryStore();
  const parts: unknown = { durable, shortLived: shortLivedOf(createMemoryStore()) };
  assert.equal(typeof combineStores(parts as never).sessions.put, "function");
});
