export type { NodeRedisClient, RedisCommandFacts, RedisCommands } from "./redis-commands.ts";
export { createRedisStore, type RedisStore, type RedisStoreOptions } from "./redis-store.ts";
