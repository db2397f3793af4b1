import assert from "node:assert/strict";
import { test } from "node:test";
import { createClientKeyHolder } from "../../../src/jose/client-key-holder.ts";
import { type ClientKeyStore, createClientKeyStore } from "../../../src/jose/client-key-store.ts";
import type { Wait } from "../../../src/util/wait.ts";

const times = { rotateAfterSeconds: 7_776_000, publishBeforeSeconds: 86_400, keepAfterSeconds: 86_400 };

/** A holder whose store hangs when told to, and whose deadline passes when the test says so. */
function setUp() {
  const inner = createClientKeyStore();
  const state = { hangs: false, seconds: 1_800_000_000, waits: new Set<number>(), pass: () => {} };
  const errors: unknown[] = [];
  const hang = () => new Promise<never>(() => {});
  const store: ClientKeyStore = {
    load: () => (state.hangs ? hang() : inner.load()),
    save: (record) => (state.hangs ? hang() : inner.save(record)),
  };
  const wait: Wait = (milliseconds, signal) =>
    new Promise((resolve) => {
      state.waits.add(milliseconds);
      state.pass = resolve;
      signal?.addEventListener("abort", () => {
        state.waits.delete(milliseconds);
        resolve();
      });
    });
  const holder = createClientKeyHolder({
    ...{ algorithm: "ES256", use: "sig", times, store, wait, clock: () => state.seconds * 1000 },
    addKey: async (before) => before,
    onError: (error) => errors.push(error),
  });
  return { state, errors, holder };
}

const late = { code: "ERR_TRANSPORT_TIMEOUT", parameter: "store" };
const turn = () => new Promise((resolve) => setImmediate(resolve));

test("a store that never answers is one that fails after five seconds: the key in memory goes on being used", async () => {
  const { state, errors, holder } = setUp();
  const first = await holder.current();
  assert.equal(state.waits.size, 0);
  state.hangs = true;
  state.seconds += 61;
  const [one, two] = [holder.current(), holder.current()];
  await turn();
  assert.deepEqual([...state.waits], [5000]);
  state.pass();
  assert.deepEqual([await one, await two], [first, first]);
  assert.equal(errors.length, 1);
  assert.throws(() => {
    throw errors[0];
  }, late);
});

test("a store that never answers fails a change and a first use, and who comes after is served", async () => {
  const { state, holder } = setUp();
  state.hangs = true;
  const began = holder.current();
  await turn();
  state.pass();
  await assert.rejects(began, late);
  state.hangs = false;
  const record = await holder.current();
  state.hangs = true;
  const changed = holder.change(async (before) => ({ ...before }));
  const after = holder.current();
  await turn();
  state.pass();
  await assert.rejects(changed, late);
  assert.equal(await after, record);
  assert.equal(state.waits.size, 0);
});
