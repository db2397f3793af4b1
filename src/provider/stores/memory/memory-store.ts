import type { Clock } from "../../../util/clock.ts";
import { createReplayStore } from "../../../util/replay-store.ts";
import type { StoredKeys } from "../records.ts";
import type { KeyStore, ProviderStore } from "../store.ts";
import { createMemoryArtifacts } from "./artifacts.ts";
import { createMemoryGrants } from "./grants.ts";
import { createMemoryAccounts, createMemoryClients, createMemoryConsents } from "./registries.ts";
import { createMemorySessions } from "./sessions.ts";
import { createMemoryThrottle } from "./throttle.ts";

/** Bounds of a store in memory. */
export interface MemoryStoreOptions {
  /** Default: the machine's clock. Only the replay store looks at it. */
  readonly clock?: Clock | undefined;
  /** Most identifiers of assertions and proofs at a time; a full store refuses new ones. Default 100000. */
  readonly maxReplayEntries?: number | undefined;
}

/**
 * Creates a store in the memory of this process: for development, tests, and one process that may forget everything when it ends.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for a limit that is none
 */
export function createMemoryStore({ clock, maxReplayEntries = 100_000 }: MemoryStoreOptions = {}): ProviderStore {
  const artifacts = createMemoryArtifacts();
  const grants = createMemoryGrants(artifacts);
  const sessions = createMemorySessions();
  const throttle = createMemoryThrottle();
  return Object.freeze<ProviderStore>({
    artifacts,
    grants,
    sessions,
    throttle,
    consents: createMemoryConsents(),
    clients: createMemoryClients(),
    accounts: createMemoryAccounts(),
    keys: createMemoryKeys(),
    replay: createReplayStore({ clock, maxEntries: maxReplayEntries }),
    sweep: async (nowMs, limit) =>
      [artifacts, grants, sessions, throttle].reduce((removed, part) => removed + part.sweep(nowMs, limit), 0),
    ping: async () => undefined,
    close: async () => undefined,
  });
}

function createMemoryKeys(): KeyStore {
  let stored: StoredKeys | undefined;
  return {
    load: async () => stored,
    async save(keys) {
      if (keys.version !== (stored?.version ?? 0) + 1) return false;
      stored = keys;
      return true;
    },
  };
}
