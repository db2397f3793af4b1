import { combineStores, type ProviderStore } from "ts-identity-model/provider";
import { createRedisStore } from "ts-identity-model/provider/redis";

export const store = (durable: ProviderStore, url: string): ProviderStore =>
  combineStores({ durable, shortLived: createRedisStore({ url }) });
