import assert from "node:assert/strict";
import { test } from "node:test";
import { guardStore } from "../../../../src/provider/stores/guard.ts";
import { createMemoryStore } from "../../../../src/provider/stores/memory/memory-store.ts";
import type { ProviderStore } from "../../../../src/provider/stores/store.ts";
import { StoreError } from "../../../../src/provider/stores/store-error.ts";

const issue = { tokens: [], nowMs: 0 };
const hangs = (): Promise<never> => new Promise(() => undefined);

interface Guarded {
  readonly store: ProviderStore;
  readonly failures: string[];
  readonly writes: () => number;
}

function guard(
  changes: Partial<ProviderStore> = {},
  store: ProviderStore = { ...createMemoryStore(), ...changes },
): Guarded {
  const failures: string[] = [];
  let writes = 0;
  const guarded = guardStore(store, {
    timeoutMs: 30,
    onFailure: ({ message }) => void failures.push(message),
    onWrite: () => {
      writes += 1;
    },
  });
  return { store: guarded, failures, writes: () => writes };
}

const memory = createMemoryStore();
const failing = (error: unknown): Partial<ProviderStore> => ({
  grants: { ...memory.grants, issue: () => Promise.reject(error) },
});

test("a verb that works gives its outcome, and counts as a write where it adds something", async () => {
  const { store, failures, writes } = guard();
  assert.deepEqual(await store.grants.issue(issue), { outcome: "issued" });
  assert.equal(await store.grants.findGrant("none"), undefined);
  assert.equal(await store.replay.claim("a", Date.now() + 1000), true);
  assert.equal(await store.sweep(0, 1), 0);
  await store.ping();
  await store.close();
  assert.deepEqual([failures, writes()], [[], 2]);
});

test("a verb that fails rejects with a StoreError that keeps the cause", async () => {
  const cause = Object.assign(new Error("the row (secret) violates"), { code: "23505" });
  const { store, failures } = guard(failing(cause));
  await assert.rejects(store.grants.issue(issue), (error) => {
    assert.ok(error instanceof StoreError);
    assert.equal(error.name, "StoreError");
    assert.equal(error.verb, "grants.issue");
    assert.equal(error.problem, "failed: 23505");
    assert.equal(error.cause, cause);
    return true;
  });
  assert.deepEqual(failures, ["grants.issue failed: 23505"]);
});

for (const [title, thrown, want] of [
  ["the first word of a reply of Redis", new Error("OOM command not allowed: secret"), "failed: OOM"],
  ["the name of an error that says nothing else", new TypeError("secret of undefined"), "failed: TypeError"],
  ["no code that is a text of its own", Object.assign(new Error("x"), { code: "a secret, in words" }), "failed: Error"],
  ["nothing of what is no error", "secret", "failed: unknown"],
] as const) {
  test(`a failure is told by ${title}`, async () => {
    const { store, failures } = guard(failing(thrown));
    await assert.rejects(store.grants.issue(issue), StoreError);
    assert.deepEqual(failures, [`grants.issue ${want}`]);
  });
}

test("a verb that throws in place of rejecting is the same", async () => {
  const { store, failures } = guard({
    ping: () => {
      throw new Error("READONLY");
    },
  });
  await assert.rejects(store.ping(), StoreError);
  assert.deepEqual(failures, ["ping failed: READONLY"]);
});

test("a verb that does not end is given up at the deadline", async () => {
  const { store, failures } = guard({ ping: hangs, keys: { ...memory.keys, load: hangs } });
  const start = performance.now();
  await assert.rejects(store.ping(), { name: "StoreError", problem: "timed out" });
  await assert.rejects(store.keys.load(), { verb: "keys.load" });
  assert.ok(performance.now() - start < 1000);
  assert.deepEqual(failures, ["ping timed out", "keys.load timed out"]);
});

test("for the store in memory nobody waits with a timer, but for a copy of it", async (t) => {
  const timers = t.mock.method(globalThis, "setTimeout");
  await guard({}, createMemoryStore()).store.grants.issue(issue);
  assert.equal(timers.mock.callCount(), 0);
  await guard().store.grants.issue(issue);
  assert.equal(timers.mock.callCount(), 1);
});

test("what the store in memory refuses is a StoreError too", async () => {
  const { store, failures } = guard({}, createMemoryStore({ maxReplayEntries: 1, clock: () => 0 }));
  await store.replay.claim("a", 1000);
  await assert.rejects(store.replay.claim("b", 1000), StoreError);
  assert.deepEqual(failures, ["replay.claim failed: ERR_CONFIGURATION_OPTION"]);
});

test("verbs may be methods of a class", async () => {
  class Pinged {
    pings = 0;
    async ping(): Promise<void> {
      this.pings += 1;
    }
  }
  const counter = new Pinged();
  const store: ProviderStore = Object.assign(counter, createMemoryStore(), { ping: Pinged.prototype.ping });
  await guard({}, store).store.ping();
  assert.equal(counter.pings, 1);
});

test("a store that lacks a verb is refused, but for one that it may lack", () => {
  const { release: _, ...replay } = memory.replay;
  assert.equal(guard({ replay }).store.replay.release, undefined);
  const broken: ProviderStore = JSON.parse(JSON.stringify({ ...memory, grants: {} }));
  assert.throws(() => guard({}, broken), { code: "ERR_CONFIGURATION_OPTION", parameter: "store.artifacts.put" });
  const empty: ProviderStore = JSON.parse("{}");
  assert.throws(() => guard({}, empty), { parameter: "store.artifacts.put" });
});
