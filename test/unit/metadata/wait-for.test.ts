import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import { test } from "node:test";
import { waitFor } from "../../../src/metadata/wait-for.ts";

test("gives the work itself without a signal", () => {
  const work = Promise.resolve(1);
  assert.equal(waitFor(work, undefined), work);
});

test("gives the work's result and takes its listener away", async () => {
  const { signal } = new AbortController();
  assert.equal(await waitFor(Promise.resolve(1), signal), 1);
  await Promise.resolve();
  assert.equal(getEventListeners(signal, "abort").length, 0);
});

test("gives the work's failure and takes its listener away", async () => {
  const { signal } = new AbortController();
  const failure = new Error("no");
  await assert.rejects(waitFor(Promise.reject(failure), signal), failure);
  await Promise.resolve();
  assert.equal(getEventListeners(signal, "abort").length, 0);
});

test("rejects when the signal fires, with its reason as cause", async () => {
  const controller = new AbortController();
  const waiting = waitFor(new Promise(() => undefined), controller.signal);
  controller.abort("enough");
  await assert.rejects(waiting, { name: "TransportError", code: "ERR_TRANSPORT_ABORTED", cause: "enough" });
  assert.equal(getEventListeners(controller.signal, "abort").length, 0);
});

test("rejects at once when the signal has fired before, and leaves no rejection of the work unhandled", async () => {
  const waiting = waitFor(Promise.reject(new Error("no")), AbortSignal.abort("before"));
  await assert.rejects(waiting, { code: "ERR_TRANSPORT_ABORTED", cause: "before" });
  await new Promise((resolve) => setImmediate(resolve));
});
