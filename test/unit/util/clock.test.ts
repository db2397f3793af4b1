import assert from "node:assert/strict";
import { test } from "node:test";
import { nowSeconds, systemClock } from "../../../src/util/clock.ts";

test("gives whole seconds, rounded down (RFC 7519 §2)", () => {
  assert.equal(
    nowSeconds(() => 1_700_000_000_999),
    1_700_000_000,
  );
});

test("the system clock tells the machine's time in milliseconds", () => {
  const before = Date.now();
  const told = systemClock();
  assert.ok(told >= before && told <= Date.now());
});
