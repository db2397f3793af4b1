import assert from "node:assert/strict";
import { test } from "node:test";
import { createCachePolicy, failureCooldownMs, freshForMs } from "../../../src/metadata/cache-policy.ts";

test("fills in the documented defaults", () => {
  assert.deepEqual(createCachePolicy(undefined, 600_000), {
    freshMs: 600_000,
    minFreshMs: 60_000,
    maxFreshMs: 86_400_000,
    staleWhileRevalidateMs: 3_600_000,
    staleIfErrorMs: 86_400_000,
    failureCooldownMs: 10_000,
    maxFailureCooldownMs: 300_000,
  });
});

test("takes what the caller says, zero included", () => {
  const policy = createCachePolicy({ freshMs: 1, staleIfErrorMs: 0, minFreshMs: undefined }, 600_000);
  assert.deepEqual([policy.freshMs, policy.staleIfErrorMs, policy.minFreshMs], [1, 0, 60_000]);
  assert.ok(Object.isFrozen(policy));
});

for (const value of [-1, Number.NaN, Number.POSITIVE_INFINITY]) {
  test(`refuses ${value} as a duration`, () => {
    assert.throws(() => createCachePolicy({ maxFreshMs: value }, 1), {
      name: "ConfigurationError",
      code: "ERR_CONFIGURATION_OPTION",
      parameter: "cache.maxFreshMs",
    });
  });
}

test("keeps the server's freshness within 60 seconds and 24 hours, and takes the default where it says nothing", () => {
  const policy = createCachePolicy(undefined, 600_000);
  assert.equal(freshForMs(policy, undefined), 600_000);
  assert.equal(freshForMs(policy, 0), 60_000);
  assert.equal(freshForMs(policy, 59), 60_000);
  assert.equal(freshForMs(policy, 61), 61_000);
  assert.equal(freshForMs(policy, 86_401), 86_400_000);
});

test("doubles the cool-down with each failure up to 5 minutes", () => {
  const policy = createCachePolicy(undefined, 600_000);
  const waits = [1, 2, 3, 4, 5, 6, 2000].map((failures) => failureCooldownMs(policy, failures));
  assert.deepEqual(waits, [10_000, 20_000, 40_000, 80_000, 160_000, 300_000, 300_000]);
});
