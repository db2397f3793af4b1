import assert from "node:assert/strict";
import { test } from "node:test";
import { createProvider } from "../../../../src/provider/create-provider.ts";
import type { ProviderEvent } from "../../../../src/provider/events.ts";
import type { ProviderOptions } from "../../../../src/provider/options.ts";
import { createMemoryStore } from "../../../../src/provider/stores/memory/memory-store.ts";
import type { StorageOptions } from "../../../../src/provider/stores/storage-options.ts";
import type { ProviderStore } from "../../../../src/provider/stores/store.ts";

const client = { client_id: "machine", client_secret: "s".repeat(40), grant_types: ["client_credentials"], scope: "a" };
const request: RequestInit = {
  method: "POST",
  body: new URLSearchParams({ grant_type: "client_credentials", client_id: "machine", client_secret: "s".repeat(40) }),
};
const issuer = "http://127.0.0.1";

function make(changes: (store: ProviderStore) => Partial<ProviderStore>, options: Partial<ProviderOptions> = {}) {
  const events: ProviderEvent[] = [];
  const memory = createMemoryStore();
  const store = { ...memory, ...changes(memory) };
  const onEvent = (event: ProviderEvent): void => void events.push(event);
  return { events, provider: createProvider({ issuer, clients: [client], scopes: ["a"], store, onEvent, ...options }) };
}

const told = (events: readonly ProviderEvent[]): readonly unknown[] =>
  events.map(({ type, endpoint, error, reason, status, cause }) => [type, endpoint, error, reason, status, cause]);

test("a store that fails is answered with 503 and Retry-After, not as a fault of the client (RFC 9110 §15.6.4)", async () => {
  const { provider, events } = make(({ grants }) => ({
    grants: { ...grants, issue: () => Promise.reject(Object.assign(new Error("secret"), { code: "ECONNREFUSED" })) },
  }));
  const response = await provider.fetch(`${issuer}/token`, request);
  assert.equal(response.status, 503);
  assert.equal(response.headers.get("retry-after"), "5");
  assert.equal(response.headers.get("cache-control"), "no-store");
  assert.deepEqual(await response.json(), {
    error: "temporarily_unavailable",
    error_description: "The server can't do this at the moment.",
  });
  const reason = "grants.issue failed: ECONNREFUSED";
  assert.deepEqual(told(events), [
    ["error.store", undefined, undefined, reason, undefined, undefined],
    ["request.refused", "/token", "temporarily_unavailable", reason, 503, undefined],
    ["request.finished", "/token", undefined, undefined, 503, undefined],
  ]);
});

test("a store that hangs is given up after storage.timeoutMs", async () => {
  const { provider } = make(({ grants }) => ({ grants: { ...grants, issue: () => new Promise(() => undefined) } }), {
    storage: { timeoutMs: 20 },
  });
  assert.equal((await provider.fetch(`${issuer}/token`, request)).status, 503);
});

test("an unknown client whose look-up fails is not told that it is unknown", async () => {
  const { provider } = make(({ clients }) => ({ clients: { ...clients, find: () => Promise.reject(new Error("x")) } }));
  const body = new URLSearchParams({ grant_type: "client_credentials", client_id: "other", client_secret: "x" });
  const response = await provider.fetch(`${issuer}/token`, { method: "POST", body });
  assert.deepEqual([response.status, (await response.json()).error], [503, "temporarily_unavailable"]);
});

test("without its store the provider goes on to publish keys and metadata from memory", async () => {
  let isDown = false;
  const { provider } = make(({ keys }) => ({
    keys: { ...keys, load: () => (isDown ? Promise.reject(new Error("down")) : keys.load()) },
  }));
  assert.equal((await provider.fetch(`${issuer}/jwks`)).status, 200);
  isDown = true;
  assert.equal((await provider.fetch(`${issuer}/jwks`)).status, 200);
  assert.equal((await provider.fetch(`${issuer}/.well-known/openid-configuration`)).status, 200);
});

test("writes sweep the store beside the request, one sweep at a time, with the time of the provider", async () => {
  const swept: unknown[] = [];
  let finish: (count: number) => void = () => undefined;
  const sweep = (nowMs: number, limit: number): Promise<number> => {
    swept.push([nowMs, limit]);
    return new Promise((resolve) => {
      finish = resolve;
    });
  };
  const options = { storage: { sweepEveryWrites: 2, sweepLimit: 7 }, clock: () => 1_900_000_000_000 };
  const { provider } = make(() => ({ sweep }), options);
  for (let count = 0; count < 5; count += 1)
    assert.equal((await provider.fetch(`${issuer}/token`, request)).status, 200);
  assert.deepEqual(swept, [[1_900_000_000_000, 7]]);
  const joined = provider.sweep();
  finish(3);
  assert.equal(await joined, 3);
  await provider.fetch(`${issuer}/token`, request);
  assert.equal(swept.length, 2);
  finish(0);
});

test("a sweep that fails beside a request is told and hurts nobody; storage.sweepEveryWrites: 0 turns it off", async () => {
  let swept = 0;
  const sweep = async (): Promise<number> => {
    swept += 1;
    throw new Error("down");
  };
  const { provider, events } = make(() => ({ sweep }), { storage: { sweepEveryWrites: 1 } });
  assert.equal((await provider.fetch(`${issuer}/token`, request)).status, 200);
  await provider.close();
  assert.deepEqual([swept, events.filter(({ type }) => type === "error.store").length], [1, 1]);
  await assert.rejects(provider.sweep(), { name: "StoreError" });
  const off = make(() => ({ sweep }), { storage: { sweepEveryWrites: 0 } }).provider;
  await off.fetch(`${issuer}/token`, request);
  assert.equal(swept, 2);
});

test("the provider closes the store that it made, and not one that it was given", async () => {
  let closed = 0;
  const close = async (): Promise<void> => {
    closed += 1;
  };
  await make(() => ({ close })).provider.close();
  assert.equal(closed, 0);
  await createProvider({ issuer }).close();
});

for (const [parameter, storage] of [
  ["storage.timeoutMs", { timeoutMs: 0 }],
  ["storage.sweepLimit", { sweepLimit: 0.5 }],
  ["storage.sweepEveryWrites", { sweepEveryWrites: -1 }],
  ["storage.timeout", { timeout: 1 }],
] as const) {
  test(`refuses ${JSON.stringify(storage)}`, () => {
    const given: StorageOptions = JSON.parse(JSON.stringify(storage));
    assert.throws(() => make(() => ({}), { storage: given }), { code: "ERR_CONFIGURATION_OPTION", parameter });
  });
}
