import type { ProviderStore } from "../src/provider/stores/store.ts";

/** Opens the store that a benchmark names; `undefined` for the provider's own, in memory. */
export async function openBenchStore(name: string): Promise<ProviderStore | undefined> {
  if (name === "memory") return undefined;
  throw new Error(`no server for ${name}`);
}
