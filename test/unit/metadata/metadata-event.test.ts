import assert from "node:assert/strict";
import { test } from "node:test";
import { createReporter, type MetadataEvent } from "../../../src/metadata/metadata-event.ts";

const event: MetadataEvent = {
  issuer: "https://id.example.com",
  document: "metadata",
  type: "fetched",
  url: "https://id.example.com/.well-known/openid-configuration",
  freshMs: 1,
};

test("hands the event over", () => {
  const events: MetadataEvent[] = [];
  createReporter((received) => events.push(received))(event);
  assert.deepEqual(events, [event]);
});

test("does nothing without a listener", () => {
  createReporter(undefined)(event);
});

test("survives a listener that throws", () => {
  createReporter(() => {
    throw new Error("log is full");
  })(event);
});

test("survives a listener whose promise rejects", async () => {
  createReporter(async () => {
    throw new Error("log is full");
  })(event);
  await new Promise((resolve) => setImmediate(resolve));
});
