import assert from "node:assert/strict";
import { test } from "node:test";
import { createReporter, joinListeners } from "../../../src/util/reporter.ts";

test("createReporter: hands frozen events to the listener, in order", () => {
  const events: { readonly type: string }[] = [];
  const report = createReporter<{ readonly type: string }>((event) => events.push(event));
  report?.({ type: "one" });
  report?.({ type: "two" });
  assert.deepEqual(events, [{ type: "one" }, { type: "two" }]);
  assert.ok(events.every(Object.isFrozen));
});

test("createReporter: is nothing without a listener, so that no event need be made", () => {
  assert.equal(createReporter(undefined), undefined);
});

test("createReporter: what the listener throws has no effect", () => {
  const report = createReporter(() => {
    throw new Error("full");
  });
  assert.doesNotThrow(() => report?.({}));
});

test("createReporter: a promise of the listener that rejects has no effect", async () => {
  const unhandled: unknown[] = [];
  const listen = (reason: unknown): unknown => unhandled.push(reason);
  process.on("unhandledRejection", listen);
  createReporter(() => Promise.reject(new Error("far")))?.({});
  createReporter(async () => {
    throw new Error("far too");
  })?.({});
  await new Promise((resolve) => setTimeout(resolve, 10));
  process.off("unhandledRejection", listen);
  assert.deepEqual(unhandled, []);
});

test("joinListeners: every listener is told of every event, whatever the others throw", () => {
  const told: string[] = [];
  const listen = joinListeners<{ readonly type: string }>(
    ({ type }) => void told.push(`a ${type}`),
    () => {
      throw new Error("full");
    },
    ({ type }) => void told.push(`b ${type}`),
  );
  listen({ type: "one" });
  assert.deepEqual(told, ["a one", "b one"]);
});
