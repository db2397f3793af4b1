import { after, before, describe, test } from "node:test";
import { createClient } from "redis";
import { describeStoreContract } from "../../src/provider/stores/contract/store-contract.ts";
import { createRedisStore } from "../../src/provider/stores/redis/redis-store.ts";
import { hasRedisServer, type RedisServer, startRedisServer } from "../fixtures/provider/redis-server.ts";

const skip = hasRedisServer ? false : "no redis-server is installed";

describe("Redis: the contract of stores", { skip }, () => {
  let server: RedisServer;
  let client: ReturnType<typeof createClient>;

  before(async () => {
    server = await startRedisServer();
    client = createClient({ url: server.url });
    await client.connect();
  });
  after(async () => {
    client.destroy();
    await server.close();
  });

  describeStoreContract(async () => createRedisStore({ client }), {
    test,
    parts: ["artifacts", "sessions", "replay", "throttle"],
    sweeps: false,
  });
});
