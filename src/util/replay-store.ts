import { ConfigurationError } from "../errors/families.ts";
import { type Clock, systemClock } from "./clock.ts";

/** Remembers what may be used once only. Several processes of one application share one, for example in Redis (`SET key 1 NX PXAT …`). */
export interface ReplayStore {
  /**
   * Claims a key, in one step that no other caller can come between.
   * @param key - text of printable ASCII, at most 100 characters, without a secret
   * @param expiresAtMs - milliseconds since 1970 from which on the key may be forgotten
   * @param claimant - who claims it, where that is known: a store with little room may keep each of them to a share. Not part of the key
   * @returns `true` to the first caller, `false` to all others until then
   */
  readonly claim: (key: string, expiresAtMs: number, claimant?: string) => Promise<boolean>;
  /** Gives a key back whose use failed, so that it may be claimed once more (Redis: `DEL key`). Left out: a use that failed cannot be repeated. */
  readonly release?: ((key: string) => Promise<void>) | undefined;
}

/** Bounds of a store in memory. */
export interface ReplayStoreOptions {
  /** Most keys at a time. Default 10000, which are about two megabytes. */
  readonly maxEntries?: number | undefined;
  /** Default: the machine's clock. */
  readonly clock?: Clock | undefined;
}

/**
 * Creates a store in the memory of this process. When it is full of keys that have not expired, it refuses new ones: to forget one
 * would let it be used again.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for a limit that is none; `claim` throws it when the store is full
 * @see RFC 8725 §3.10
 */
export function createReplayStore({ maxEntries = 10_000, clock = systemClock }: ReplayStoreOptions = {}): ReplayStore {
  if (!Number.isSafeInteger(maxEntries) || maxEntries < 1)
    throw wrong("maxEntries", "must be a whole number, 1 or more");
  const expiries = new Map<string, number>();
  // No key expires before this time: until then a full store need not be searched, however often it is asked.
  let nextExpiry = Number.POSITIVE_INFINITY;
  return Object.freeze({
    async claim(key: string, expiresAtMs: number) {
      if (!Number.isFinite(expiresAtMs)) throw wrong("expiresAtMs", "must be milliseconds since 1970");
      const now = clock();
      const known = expiries.get(key);
      if (known !== undefined && known > now) return false;
      if (expiries.size >= maxEntries && nextExpiry <= now) nextExpiry = forgetExpired(expiries, now);
      if (expiries.size >= maxEntries && known === undefined) throw full(maxEntries);
      expiries.set(key, expiresAtMs);
      nextExpiry = Math.min(nextExpiry, expiresAtMs);
      return true;
    },
    async release(key: string) {
      expiries.delete(key);
    },
  });
}

/** @returns when the first of the others expires */
function forgetExpired(expiries: Map<string, number>, now: number): number {
  let next = Number.POSITIVE_INFINITY;
  for (const [key, expiresAtMs] of expiries) {
    if (expiresAtMs <= now) expiries.delete(key);
    else next = Math.min(next, expiresAtMs);
  }
  return next;
}

function full(maxEntries: number): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: `The replay store holds ${maxEntries} keys that have not expired.`,
    parameter: "maxEntries",
    remedy: "Raise maxEntries, or give a store outside the process.",
  });
}

function wrong(parameter: string, rule: string): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", { message: `${parameter} ${rule}.`, parameter });
}
