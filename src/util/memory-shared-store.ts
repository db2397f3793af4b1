import { ConfigurationError } from "../errors/families.ts";
import { type Clock, systemClock } from "./clock.ts";
import type { SharedEntry, SharedLease, SharedStore, SharedWriteOptions } from "./shared-store.ts";

/** Bounds of a store in memory. */
export interface MemorySharedStoreOptions {
  /** Most entries at a time; beyond them the one that was written longest ago goes. Default 10000. */
  readonly maxEntries?: number | undefined;
  /** Default: the machine's clock. */
  readonly clock?: Clock | undefined;
}

/**
 * Creates a shared store that is shared within this process only: what it holds is gone with it.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for a limit that is none
 */
export function createMemorySharedStore({
  maxEntries = 10_000,
  clock = systemClock,
}: MemorySharedStoreOptions = {}): SharedStore {
  if (!Number.isSafeInteger(maxEntries) || maxEntries < 1) {
    const message = "maxEntries must be a whole number, 1 or more.";
    throw new ConfigurationError("ERR_CONFIGURATION_OPTION", { message, parameter: "maxEntries" });
  }
  const entries = new Map<string, TimedEntry>();
  const makeRoom = createRoomMaker(entries, maxEntries);
  const leases = new Map<string, Lease>();
  const forgetLeases = createLeaseSweeper(leases);
  let writes = 0;

  function peek(key: string): TimedEntry | undefined {
    const entry = entries.get(key);
    if (entry === undefined || entry.expiresAtMs > clock()) return entry;
    entries.delete(key);
    return undefined;
  }

  function isExpected(key: string, ifVersion: string | null | undefined): boolean {
    return ifVersion === undefined || (peek(key)?.version ?? null) === ifVersion;
  }

  return Object.freeze<SharedStore>({
    async read(key) {
      const entry = peek(key);
      return entry === undefined ? undefined : entry.entry;
    },
    async write(key, value, { expiresAtMs, ifVersion }: SharedWriteOptions) {
      if (!isExpected(key, ifVersion)) return undefined;
      writes += 1;
      const version = String(writes);
      // Those written last stand last.
      entries.delete(key);
      if (entries.size >= maxEntries) makeRoom(clock());
      entries.set(key, { entry: Object.freeze({ value, version }), version, expiresAtMs });
      return version;
    },
    async remove(key, { ifVersion } = {}) {
      return isExpected(key, ifVersion) && peek(key) !== undefined && entries.delete(key);
    },
    async acquire(key, leaseMs) {
      const held = leases.get(key);
      if (held !== undefined && held.endsAtMs > clock()) return undefined;
      forgetLeases(clock());
      const lease: Lease = { endsAtMs: clock() + leaseMs };
      leases.set(key, lease);
      return Object.freeze<SharedLease>({
        async release() {
          if (leases.get(key) === lease) leases.delete(key);
        },
      });
    },
  });
}

interface TimedEntry {
  readonly entry: SharedEntry;
  readonly version: string;
  readonly expiresAtMs: number;
}

interface Lease {
  readonly endsAtMs: number;
}

/**
 * Removes what is over, or else the oldest. A search for what is over reads everything, so there is one for every so many calls that find no room: what a write costs
 * does not grow with the store.
 */
function createRoomMaker(entries: Map<string, TimedEntry>, maxEntries: number): (nowMs: number) => void {
  const callsBetween = Math.floor(maxEntries / 8);
  let calls = callsBetween;
  return (nowMs) => {
    calls += 1;
    if (calls > callsBetween) {
      calls = 0;
      for (const [key, { expiresAtMs }] of entries) if (expiresAtMs <= nowMs) entries.delete(key);
    }
    if (entries.size < maxEntries) return;
    const [oldest] = entries.keys();
    if (oldest !== undefined) entries.delete(oldest);
  };
}

/** Forgets leases that are over whenever their number has doubled. */
function createLeaseSweeper(leases: Map<string, Lease>): (nowMs: number) => void {
  let sweepAt = fewLeases;
  return (nowMs) => {
    if (leases.size < sweepAt) return;
    for (const [key, { endsAtMs }] of leases) if (endsAtMs <= nowMs) leases.delete(key);
    sweepAt = Math.max(fewLeases, 2 * leases.size);
  };
}

const fewLeases = 64;
