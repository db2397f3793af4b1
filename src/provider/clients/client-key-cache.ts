import type { KeySource } from "../../jose/key-source.ts";

/** The sources of the keys of clients, the ones used last. */
export interface ClientKeyCache {
  readonly find: (name: string, create: () => KeySource) => KeySource;
}

/** Creates a cache; the source that was unused for longest goes first. */
export function createClientKeyCache(maxEntries = 1000): ClientKeyCache {
  const sources = new Map<string, KeySource>();
  return Object.freeze<ClientKeyCache>({
    find(name, create) {
      const source = sources.get(name) ?? create();
      sources.delete(name);
      const [oldest] = sources.keys();
      if (sources.size >= maxEntries && oldest !== undefined) sources.delete(oldest);
      sources.set(name, source);
      return source;
    },
  });
}
