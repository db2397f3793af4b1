import { importBuilt } from "./built.ts";

/**
 * Opens the store that a benchmark names: in memory, in PostgreSQL, or in PostgreSQL with the short-lived part in Redis.
 * @param urls - of PostgreSQL, then of Redis
 */
export async function openBenchStore(urls: readonly string[]): Promise<object> {
  const [connectionString, url] = urls;
  if (connectionString === undefined) return {};
  const { createPostgresStore } = await importBuilt<typeof import("../src/provider/stores/sql/index.ts")>(
    "src/provider/stores/sql/index.js",
  );
  const durable = createPostgresStore({ connectionString });
  if (url === undefined) return { store: durable };
  const { createRedisStore } = await importBuilt<typeof import("../src/provider/stores/redis/index.ts")>(
    "src/provider/stores/redis/index.js",
  );
  const { combineStores } = await importBuilt<typeof import("../src/provider/index.ts")>("src/provider/index.js");
  return { store: combineStores({ durable, shortLived: createRedisStore({ url, requireNoEviction: false }) }) };
}
