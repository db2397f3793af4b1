import assert from "node:assert/strict";
import { test } from "node:test";
import { createProviderContext } from "../../../../src/provider/create-context.ts";
import type { ThrottlingOptions } from "../../../../src/provider/index.ts";
import { createMemoryStore } from "../../../../src/provider/stores/memory/memory-store.ts";
import { limitRequests } from "../../../../src/provider/throttling/limit-requests.ts";
import { createRowCounter } from "../../../fixtures/provider/abuse-row-counter.ts";

const rule = { windowMs: 60_000, blockAfter: 3, blockMs: 10_000, maxBlockMs: 10_000 };
const tooMany = (seconds: string) => ({
  error: "temporarily_unavailable",
  status: 429,
  headers: { "Retry-After": seconds },
  problem: "problem.throttled",
});

function make(options: ThrottlingOptions = {}) {
  let now = 1_000_000;
  const counter = createRowCounter(createMemoryStore());
  const context = createProviderContext({
    issuer: "https://id.example.com",
    store: counter.store,
    clock: () => now,
    throttling: { rules: { interaction: rule }, ...options },
  });
  return {
    limit: (value: string | undefined) => limitRequests(context, "interaction", value),
    pass: (milliseconds: number) => {
      now += milliseconds;
    },
    counts: () => counter.calls("throttle.fail"),
  };
}

test("requests: the one that reaches the limit is refused, with the seconds to wait; others are not (RFC 6585 §4)", async () => {
  const { limit } = make();
  await limit("a");
  await limit("a");
  await assert.rejects(limit("a"), tooMany("10"));
  await limit("b");
});

test("requests: who goes on in spite of it makes the wait no longer, and costs the store nothing", async () => {
  const { limit, pass, counts } = make();
  for (let count = 0; count < 2; count += 1) await limit("a");
  await assert.rejects(limit("a"), tooMany("10"));
  pass(4000);
  for (let count = 0; count < 5; count += 1) await assert.rejects(limit("a"), tooMany("6"));
  assert.equal(counts(), 3);
});

test("requests: when the window is over the count begins anew", async () => {
  const { limit, pass } = make();
  for (let count = 0; count < 2; count += 1) await limit("a");
  await assert.rejects(limit("a"), tooMany("10"));
  pass(10_001);
  await assert.rejects(limit("a"), tooMany("10"));
  pass(60_000);
  await limit("a");
});

test("requests: where nothing is known to count by, or throttling is off, nothing is counted", async () => {
  const unknown = make();
  for (let count = 0; count < 5; count += 1) await unknown.limit(undefined);
  const off = make({ isEnabled: false });
  for (let count = 0; count < 5; count += 1) await off.limit("a");
  assert.deepEqual([unknown.counts(), off.counts()], [0, 0]);
});
