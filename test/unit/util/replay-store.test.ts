import assert from "node:assert/strict";
import { test } from "node:test";
import { createReplayStore } from "../../../src/util/replay-store.ts";

test("createReplayStore: the first claim of a key wins, until it expires", async () => {
  let now = 1000;
  const store = createReplayStore({ clock: () => now });
  assert.deepEqual(await Promise.all([store.claim("a", 2000), store.claim("a", 2000), store.claim("b", 2000)]), [
    true,
    false,
    true,
  ]);
  now = 1999;
  assert.equal(await store.claim("a", 9000), false);
  now = 2000;
  assert.equal(await store.claim("a", 3000), true);
  assert.equal(await store.claim("a", 3000), false);
});

test("createReplayStore: is bounded; a full store forgets what has expired, and refuses rather than forget what has not", async () => {
  let now = 1000;
  const store = createReplayStore({ clock: () => now, maxEntries: 2 });
  await store.claim("a", 2000);
  await store.claim("b", 3000);
  await assert.rejects(store.claim("c", 3000), { code: "ERR_CONFIGURATION_OPTION", parameter: "maxEntries" });
  assert.equal(await store.claim("a", 3000), false);
  now = 2000;
  assert.equal(await store.claim("c", 3000), true);
  assert.equal(await store.claim("b", 3000), false);
  assert.equal(await store.claim("c", 3000), false);
});

test("createReplayStore: a full store finds room once a key has expired, the earliest first", async () => {
  let now = 1000;
  const store = createReplayStore({ clock: () => now, maxEntries: 2 });
  await store.claim("a", 3000);
  await store.claim("b", 2000);
  for (const key of ["c", "d", "e"]) await assert.rejects(store.claim(key, 9000), { parameter: "maxEntries" });
  now = 2000;
  assert.equal(await store.claim("c", 9000), true);
  now = 2999;
  await assert.rejects(store.claim("d", 9000), { parameter: "maxEntries" });
  now = 3000;
  assert.equal(await store.claim("d", 9000), true);
});

test("createReplayStore: refusing costs a full store no more the larger it is", async () => {
  async function refuse(maxEntries: number): Promise<number> {
    const store = createReplayStore({ clock: () => 1000, maxEntries });
    for (let index = 0; index < maxEntries; index += 1) await store.claim(`${index}`, 9000);
    const start = performance.now();
    for (let index = 0; index < 500; index += 1) await store.claim(`x${index}`, 9000).catch(() => undefined);
    return performance.now() - start;
  }
  const small = await refuse(10);
  const large = await refuse(100_000);
  assert.ok(large < 20 * small + 20, `${large} ms for a large store, ${small} ms for a small one`);
});

test("createReplayStore: uses the machine's clock by default", async () => {
  const store = createReplayStore();
  assert.equal(await store.claim("a", Date.now() + 60_000), true);
  assert.equal(await store.claim("a", Date.now() + 60_000), false);
});

test("createReplayStore: refuses bounds that are none, and an expiry that never comes", async () => {
  for (const maxEntries of [0, -1, 1.5, Number.NaN, Infinity]) {
    assert.throws(() => createReplayStore({ maxEntries }), { code: "ERR_CONFIGURATION_OPTION" });
  }
  await assert.rejects(createReplayStore().claim("a", Number.NaN), { parameter: "expiresAtMs" });
});
