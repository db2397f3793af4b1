import { createRedisSharedStore, type RedisSharedStore } from "ts-identity-model/adapters/redis-store";
import type { SharedStore } from "ts-identity-model/util";

/** A store in Redis that the package `redis` connects to at first use. */
export function open(url: string): RedisSharedStore {
  return createRedisSharedStore({ url, prefix: "app:", timeoutMs: 500 });
}

/** Does something that no other process does meanwhile. */
export async function alone(store: SharedStore, work: () => Promise<void>): Promise<boolean> {
  const lease = await store.acquire("nightly", 60_000);
  if (lease === undefined) return false;
  await work();
  await lease.release();
  return true;
}
