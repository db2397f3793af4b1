import assert from "node:assert/strict";
import { test } from "node:test";
import { createMemorySharedStore } from "../../../src/util/memory-shared-store.ts";
import { createSharedReplayStore } from "../../../src/util/shared-replay-store.ts";

test("shared replay store: a key is claimed once until it expires, by whichever process (RFC 8725 §3.10)", async () => {
  let nowMs = 1_000_000;
  const store = createMemorySharedStore({ clock: () => nowMs });
  const [one, two] = [createSharedReplayStore(store), createSharedReplayStore(store)];
  const claims = await Promise.all([one.claim("dpop a", nowMs + 1000), two.claim("dpop a", nowMs + 1000)]);
  assert.deepEqual(claims.sort(), [false, true]);
  assert.equal(await two.claim("dpop b", nowMs + 1000), true);
  nowMs += 1000;
  assert.equal(await one.claim("dpop a", nowMs + 1000), true);
});

test("shared replay store: a key that is given back can be claimed again", async () => {
  const store = createSharedReplayStore(createMemorySharedStore({ clock: () => 0 }));
  assert.equal(await store.claim("a", 1000), true);
  await store.release?.("a");
  assert.deepEqual([await store.claim("a", 1000), await store.claim("a", 1000)], [true, false]);
});
