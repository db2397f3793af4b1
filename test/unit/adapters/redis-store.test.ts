import assert from "node:assert/strict";
import { test } from "node:test";
import { createRedisSharedStore } from "../../../src/adapters/redis-store.ts";

const client = { send: async () => null };

test("createRedisSharedStore: refuses options that can't be used", () => {
  const refused = [
    [{}, "client"],
    [{ client, url: "redis://127.0.0.1" }, "client"],
    [{ client, timeoutMs: 0 }, "timeoutMs"],
    [{ client, timeoutMs: 1.5 }, "timeoutMs"],
    [{ client, prefx: "a" }, "prefx"],
  ] as const;
  for (const [options, parameter] of refused) {
    assert.throws(() => createRedisSharedStore(options), { code: "ERR_CONFIGURATION_OPTION", parameter });
  }
});

test("createRedisSharedStore: touches one key in every command, under its prefix", async () => {
  const touched: (string | undefined)[] = [];
  const commands = {
    send: async (args: readonly string[], { key }: { readonly key?: string | undefined }) => {
      touched.push(key);
      return args[0] === "HMGET" ? ["value", "v1", "2000"] : args[0] === "SET" ? "OK" : 1;
    },
  };
  const store = createRedisSharedStore({ client: commands, prefix: "app:", clock: () => 1000 });
  assert.deepEqual(await store.read("k"), { value: "value", version: "v1" });
  await store.write("k", "value", { expiresAtMs: 2000 });
  await store.remove("k");
  await (await store.acquire("k", 10))?.release();
  assert.deepEqual(touched, ["app:entry:k", "app:entry:k", "app:entry:k", "app:lease:k", "app:lease:k"]);
  await store.ping();
  await store.close();
});

test("createRedisSharedStore: a reply of another kind is no answer", async () => {
  const store = createRedisSharedStore({ client: { send: async () => ({}) } });
  await assert.rejects(store.read("k"), /unexpected kind/);
  await assert.rejects(store.write("k", "v", { expiresAtMs: 1 }), /unexpected kind/);
});
