import { after, test } from "node:test";
import { describeStoreContract } from "../../src/provider/stores/contract/store-contract.ts";
import { createRedisStore } from "../../src/provider/stores/redis/redis-store.ts";
import { hasRedisServer, startRedisServer } from "../fixtures/provider/redis-server.ts";

const server = hasRedisServer ? await startRedisServer() : undefined;
after(() => server?.close());

/** What the store does not look at: that of two random values of 256 bits one is taken. */
const collisions: readonly string[] = [
  "artifacts: update moves the alternate hash, and refuses one that is taken",
  "sessions: put rejects a hash or a sid that is taken, and leaves the first",
  "sessions: rotate may change the sid, and rejects a hash that another has",
];

// Records in Redis vanish by themselves, so that its sweep has nothing to do.
describeStoreContract(async () => createRedisStore({ url: server?.url ?? "" }), {
  parts: ["artifacts", "sessions", "replay", "throttle"],
  sweeps: false,
  test: (rule, run) => test(`Redis store: ${rule}`, { skip: server === undefined || collisions.includes(rule) }, run),
});
