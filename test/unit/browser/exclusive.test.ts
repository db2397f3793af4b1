import assert from "node:assert/strict";
import { test } from "node:test";
import { createMemoryDatabase } from "../../../src/browser/browser-database.ts";
import { createExclusive, type LeaseParts } from "../../../src/browser/exclusive.ts";
import { createLocks } from "../../fixtures/browser-pages.ts";

function makeLease(more: Partial<LeaseParts> = {}): LeaseParts {
  let count = 0;
  return {
    database: createMemoryDatabase(),
    clock: () => 1_000_000,
    random: (length) => {
      count += 1;
      return new Uint8Array(length).fill(count);
    },
    leaseMs: 1000,
    wait: () => new Promise((resolve) => setTimeout(resolve, 1)),
    ...more,
  };
}

for (const [name, locks] of [
  ["Web Locks", createLocks()],
  ["a lease", undefined],
] as const) {
  test(`with ${name}, work of one name does not overlap, its results come back, and its failures keep nobody waiting`, async () => {
    const exclusive = createExclusive(locks, makeLease());
    let running = 0;
    const work = (result: number) => async () => {
      running += 1;
      assert.equal(running, 1);
      await new Promise((resolve) => setTimeout(resolve, 2));
      running -= 1;
      if (result === 2) throw new Error("mine");
      return result;
    };
    const outcomes = await Promise.allSettled([1, 2, 3].map((result) => exclusive("renew", work(result))));
    assert.deepEqual(
      outcomes.map((outcome) => (outcome.status === "fulfilled" ? outcome.value : Object(outcome.reason).message)),
      [1, "mine", 3],
    );
  });
}

test("the lease of a page that is gone ends by itself, and one from a clock far ahead at once", async () => {
  for (const untilMs of [1_000_500, 9_000_000]) {
    let nowMs = 1_000_000;
    const lease = makeLease({
      clock: () => nowMs,
      wait: async () => {
        nowMs += 100;
      },
    });
    await lease.database.update("lease:renew", () => ({ holder: "gone", untilMs }));
    assert.equal(
      await createExclusive(undefined, lease)("renew", async () => nowMs),
      untilMs > 2e6 ? 1_000_000 : 1_000_500,
    );
    assert.equal(await lease.database.update("lease:renew", (old) => old), undefined);
  }
});

test("who has lost its lease to another does not end that one's", async () => {
  const lease = makeLease();
  const other = { holder: "other", untilMs: 1_000_900 };
  await createExclusive(undefined, lease)("renew", async () => lease.database.update("lease:renew", () => other));
  assert.deepEqual(await lease.database.update("lease:renew", (old) => old), other);
});

test("locks that give no turn are an error, not a result", async () => {
  const exclusive = createExclusive({ request: async () => undefined }, makeLease());
  await assert.rejects(
    exclusive("renew", async () => 1),
    TypeError,
  );
});
