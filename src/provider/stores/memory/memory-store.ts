import { type Clock, systemClock } from "../../../util/clock.ts";
import { markInstant } from "../instant.ts";
import type { StoredKeys } from "../records.ts";
import type { KeyStore, ProviderStore } from "../store.ts";
import { createMemoryArtifacts } from "./artifacts.ts";
import { createMemoryDeliveries } from "./deliveries.ts";
import { createMemoryGrants } from "./grants.ts";
import { createMemoryAccounts, createMemoryClients, createMemoryConsents } from "./registries.ts";
import { createMemoryReplay } from "./replay.ts";
import { createMemorySessions } from "./sessions.ts";
import type { Sweepable } from "./sweeper.ts";
import { createMemoryThrottle } from "./throttle.ts";

/** Bounds of a store in memory. */
export interface MemoryStoreOptions {
  /** Default: the machine's clock. Only the replay store looks at it. */
  readonly clock?: Clock | undefined;
  /** Most identifiers of assertions and proofs at a time; a full store refuses new ones. Default 100000. */
  readonly maxReplayEntries?: number | undefined;
  /**
   * Most of them that one claimant may have: a client that has proved who it is, or else the network that requests come from. It is refused beyond that, and the
   * others are not. Default a tenth of `maxReplayEntries`.
   */
  readonly maxReplayEntriesPerClaimant?: number | undefined;
}

/**
 * Creates a store in the memory of this process: for development, tests, and one process that may forget everything when it ends.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for a limit that is none
 */
export function createMemoryStore({
  clock = systemClock,
  maxReplayEntries: maxEntries = 100_000,
  maxReplayEntriesPerClaimant: maxEntriesPerClaimant = Math.ceil(maxEntries / 10),
}: MemoryStoreOptions = {}): ProviderStore {
  const artifacts = createMemoryArtifacts();
  const grants = createMemoryGrants(artifacts);
  const sessions = createMemorySessions();
  const throttle = createMemoryThrottle();
  const replay = createMemoryReplay({ clock, maxEntries, maxEntriesPerClaimant });
  const consents = createMemoryConsents();
  const deliveries = createMemoryDeliveries();
  const store: ProviderStore = {
    artifacts,
    grants,
    sessions,
    throttle,
    deliveries,
    consents,
    clients: createMemoryClients(),
    accounts: createMemoryAccounts(),
    keys: createMemoryKeys(),
    replay,
    sweep: createSweepOfAll([artifacts, grants, sessions, throttle, consents, deliveries, replay]),
    ping: async () => undefined,
    close: async () => undefined,
  };
  return Object.freeze(markInstant(store));
}

/** Begins with another part every time, so that none waits for ever behind one that always has something to remove. */
function createSweepOfAll(parts: readonly Sweepable[]): ProviderStore["sweep"] {
  let rounds = 0;
  return async (nowMs, limit) => {
    rounds += 1;
    let removed = 0;
    for (let turn = 0; turn < parts.length; turn += 1)
      removed += parts[(rounds + turn) % parts.length]?.sweep(nowMs, limit - removed) ?? 0;
    return removed;
  };
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
