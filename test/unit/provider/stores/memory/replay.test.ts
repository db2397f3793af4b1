import assert from "node:assert/strict";
import { test } from "node:test";
import { createMemoryStore } from "../../../../../src/provider/stores/memory/memory-store.ts";
import { createMemoryReplay } from "../../../../../src/provider/stores/memory/replay.ts";

const full = /One claimant has 2 identifiers/;

test("memory replay: a claimant whose share is full is refused, and the others are not", async () => {
  const replay = createMemoryReplay({ clock: () => 0, maxEntries: 10, maxEntriesPerClaimant: 2 });
  assert.equal(await replay.claim("a", 1000, "eve"), true);
  assert.equal(await replay.claim("a", 1000, "eve"), false);
  assert.equal(await replay.claim("b", 1000, "eve"), true);
  await assert.rejects(replay.claim("c", 1000, "eve"), full);
  assert.equal(await replay.claim("c", 1000, "ada"), true);
  assert.equal(await replay.claim("d", 1000), true);
  assert.equal(await replay.claim("e", 1000), true);
  assert.equal(await replay.claim("f", 1000), true);
});

test("memory replay: a key is the same whoever claims it", async () => {
  const replay = createMemoryReplay({ clock: () => 0, maxEntries: 10, maxEntriesPerClaimant: 2 });
  assert.equal(await replay.claim("a", 1000, "ada"), true);
  assert.equal(await replay.claim("a", 1000, "eve"), false);
  assert.equal(await replay.claim("a", 1000), false);
});

test("memory replay: a share has room again as soon as something of it has expired, in whatever order it came", async () => {
  let now = 0;
  const replay = createMemoryReplay({ clock: () => now, maxEntries: 10, maxEntriesPerClaimant: 2 });
  await replay.claim("long", 5000, "eve");
  await replay.claim("short", 1000, "eve");
  now = 999;
  await assert.rejects(replay.claim("next", 6000, "eve"), full);
  now = 1000;
  assert.equal(await replay.claim("next", 6000, "eve"), true);
  await assert.rejects(replay.claim("more", 6000, "eve"), full);
  assert.equal(await replay.claim("long", 5000, "ada"), false);
});

test("memory replay: what is released may be claimed again, and counts of the share until it would have expired", async () => {
  const replay = createMemoryReplay({ clock: () => 0, maxEntries: 10, maxEntriesPerClaimant: 2 });
  await replay.claim("a", 1000, "ada");
  await replay.release?.("a");
  assert.equal(await replay.claim("a", 1000, "ada"), true);
  await assert.rejects(replay.claim("b", 1000, "ada"), full);
});

test("memory replay: shares that are over are swept, the others stay", async () => {
  const replay = createMemoryReplay({ clock: () => 0, maxEntries: 10, maxEntriesPerClaimant: 2 });
  await replay.claim("a", 1000, "ada");
  await replay.claim("b", 500, "eve");
  await replay.claim("c", 2000, "eve");
  assert.equal(replay.sweep(1000, 10), 1);
  await assert.rejects(replay.claim("d", 2000, "eve"), full);
});

test("memory store: the share of a claimant is a tenth, or what is said; a bound that is none is refused", async () => {
  const { replay } = createMemoryStore({ maxReplayEntries: 20, clock: () => 0 });
  await replay.claim("a", 1000, "eve");
  await replay.claim("b", 1000, "eve");
  await assert.rejects(replay.claim("c", 1000, "eve"), full);
  for (const options of [{ maxReplayEntriesPerClaimant: 0 }, { maxReplayEntries: 0 }])
    assert.throws(() => createMemoryStore(options), { code: "ERR_CONFIGURATION_OPTION" });
});
