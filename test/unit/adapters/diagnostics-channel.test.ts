import assert from "node:assert/strict";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { test } from "node:test";
import { createDiagnosticsListener } from "../../../src/adapters/diagnostics-channel.ts";
import { createProvider } from "../../../src/provider/create-provider.ts";

/** What comes on channels while a step runs. */
async function listen(names: readonly string[], step: () => unknown): Promise<readonly (readonly [string, unknown])[]> {
  const heard: (readonly [string, unknown])[] = [];
  const hear = (message: unknown, name: string | symbol): void => void heard.push([String(name), message]);
  for (const name of names) subscribe(name, hear);
  try {
    await step();
  } finally {
    for (const name of names) unsubscribe(name, hear);
  }
  return heard;
}

test("createDiagnosticsListener: an event goes to the channel of its area, flat, frozen, with its time", async () => {
  const onEvent = createDiagnosticsListener({ clock: () => 7 });
  const heard = await listen(["ts-identity-model:token", "ts-identity-model:metadata"], () => {
    onEvent({ type: "token.renewed" });
    onEvent({ type: "cache.hit" });
    onEvent({ type: "fetched" });
  });
  assert.deepEqual(heard, [
    ["ts-identity-model:token", { type: "token.renewed", at: 7, area: "token" }],
    ["ts-identity-model:metadata", { type: "fetched", at: 7, area: "metadata" }],
  ]);
  assert.ok(heard.every(([, message]) => Object.isFrozen(message)));
});

test("createDiagnosticsListener: types without an area, and one that is of two areas", async () => {
  const onEvent = createDiagnosticsListener({ name: "app" });
  const heard = await listen(["app:exchange", "app:metadata"], () => {
    for (const type of ["exchange", "id-token-verified", "tolerated", "key-skipped"]) onEvent({ type });
    const deviation = { type: "tolerated", document: "metadata" };
    onEvent(deviation);
  });
  assert.deepEqual(
    heard.map(([name]) => name),
    ["app:exchange", "app:exchange", "app:exchange", "app:metadata", "app:metadata"],
  );
});

test("createDiagnosticsListener: without subscribers an event is not even read", () => {
  const event = { type: "token.renewed" };
  Object.defineProperty(event, "trap", { enumerable: true, get: () => assert.fail("it was read") });
  createDiagnosticsListener({ name: "nobody" })(event);
});

test("createDiagnosticsListener: a provider is heard", async () => {
  const provider = createProvider({ issuer: "https://id.example.com", onEvent: createDiagnosticsListener() });
  const heard = await listen(["ts-identity-model:request"], () => provider.fetch("https://id.example.com/nothing"));
  assert.deepEqual(
    heard.map(([, message]) => (message instanceof Object ? Reflect.get(message, "type") : message)),
    ["request.refused", "request.finished"],
  );
});
