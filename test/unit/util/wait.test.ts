import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import { test } from "node:test";
import { systemWait } from "../../../src/util/wait.ts";

test("systemWait: resolves after its time and leaves no listener behind", async () => {
  const { signal } = new AbortController();
  const startedAt = performance.now();
  await systemWait(20, signal);
  assert.ok(performance.now() - startedAt >= 15);
  assert.equal(getEventListeners(signal, "abort").length, 0);
  await systemWait(0);
});

test("systemWait: ends when the signal aborts, and at once when it has", async () => {
  const controller = new AbortController();
  const waiting = systemWait(600_000, controller.signal);
  controller.abort();
  await waiting;
  await systemWait(600_000, controller.signal);
  assert.equal(getEventListeners(controller.signal, "abort").length, 0);
});
