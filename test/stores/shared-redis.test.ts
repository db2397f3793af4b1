import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { createClient } from "redis";
import { createRedisSharedStore } from "../../src/adapters/redis-store.ts";
import { createSignedStores } from "../../src/metadata/signed-store.ts";
import { hasRedisServer, type RedisServer, startRedisServer } from "../fixtures/provider/redis-server.ts";
import { describeSharedStoreContract } from "../fixtures/shared-store-contract.ts";

const skip = hasRedisServer ? false : "no redis-server is installed";

describe("Redis: the shared store", { skip }, () => {
  let server: RedisServer;
  let client: ReturnType<typeof createClient>;
  let prefixes = 0;
  const opened: { close: () => Promise<void> }[] = [];

  before(async () => {
    server = await startRedisServer();
    client = createClient({ url: server.url });
    await client.connect();
  });
  after(async () => {
    for (const store of opened) await store.close();
    client.destroy();
    await server.close();
  });

  describeSharedStoreContract(
    async (clock) => {
      prefixes += 1;
      const prefix = `test-${prefixes}:`;
      const byUrl = createRedisSharedStore({ url: server.url, prefix, clock });
      opened.push(byUrl);
      return [createRedisSharedStore({ client, prefix, clock }), byUrl];
    },
    { test },
  );

  test("runs scripts by their digest, and by their text where Redis has forgotten them", async () => {
    const sent: string[] = [];
    const commands = {
      send: (args: readonly string[]) => {
        sent.push(args[0] ?? "");
        return client.sendCommand([...args]);
      },
    };
    const store = createRedisSharedStore({ client: commands, prefix: "scripts:" });
    const options = { expiresAtMs: Date.now() + 60_000 };
    await client.sendCommand(["SCRIPT", "FLUSH"]);
    await store.write("key", "1", options);
    await store.write("key", "2", options);
    assert.deepEqual(sent, ["EVALSHA", "EVAL", "EVALSHA"]);
    assert.equal((await store.read("key"))?.value, "2");
  });

  test("Redis forgets entries and leases by itself", async () => {
    const store = createRedisSharedStore({ client, prefix: "forgotten:" });
    await store.write("key", "value", { expiresAtMs: Date.now() + 5000 });
    await store.acquire("key", 5000);
    const [entry, lease] = await Promise.all([client.pTTL("forgotten:entry:key"), client.pTTL("forgotten:lease:key")]);
    assert.ok(entry > 60_000 && entry <= 65_000, `${entry}`);
    assert.ok(lease > 0 && lease <= 5000, `${lease}`);
  });

  test("an entry that somebody changes in Redis is not believed where entries are signed", async () => {
    const reasons: string[] = [];
    const subject = { document: "jwk-set", issuer: "https://id.example.com" } as const;
    const store = createRedisSharedStore({ client, prefix: "signed:" });
    const signed = createSignedStores(store, "an integrity key of thirty-two octets", (event) =>
      reasons.push(event.type === "cache.refused" ? event.reason : event.type),
    )(subject);
    const text = '{"name":"José … 🔑"}';
    await signed.write("key", text, { expiresAtMs: Date.now() + 60_000 });
    assert.equal((await signed.read("key"))?.value, text);
    const kept = (await client.hGet("signed:entry:key", "value")) ?? "";
    await client.hSet("signed:entry:key", "value", kept.replace("José", "Jose"));
    assert.equal(await signed.read("key"), undefined);
    await client.hSet("signed:entry:key", "value", text);
    assert.equal(await signed.read("key"), undefined);
    assert.deepEqual(reasons, ["forged", "unsigned"]);
  });

  test("a server that does not answer rejects within the deadline", async () => {
    // Time enough for a machine that is busy with other tests.
    const store = createRedisSharedStore({ url: server.url, timeoutMs: 1000 });
    opened.push(store);
    await store.ping();
    server.pause();
    try {
      const start = performance.now();
      await assert.rejects(store.read("key"), /ETIMEDOUT/);
      await assert.rejects(store.acquire("key", 1000), /ETIMEDOUT/);
      assert.ok(performance.now() - start < 6000);
    } finally {
      server.resume();
    }
    const warnings: string[] = [];
    const onWarning = (warning: string): void => void warnings.push(warning);
    const nobody = createRedisSharedStore({ url: "redis://127.0.0.1:1", timeoutMs: 300, onWarning });
    await assert.rejects(nobody.ping());
    assert.match(warnings[0] ?? "", /^The connection to Redis failed/);
    await nobody.close();
  });
});
