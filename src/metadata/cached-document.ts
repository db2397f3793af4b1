import type { Clock } from "../util/clock.ts";
import { createSingleFlight } from "../util/single-flight.ts";
import { type CachePolicy, failureCooldownMs, freshForMs } from "./cache-policy.ts";
import { waitFor } from "./wait-for.ts";

/** A document as its loader hands it over. */
export interface LoadedDocument<T> {
  readonly value: T;
  /** How long the server lets it be kept; `undefined` where it does not say. */
  readonly maxAgeSeconds: number | undefined;
}

/** What happens to a cached document, for the one who reports it. */
export interface CacheObserver<T> {
  readonly fetched: (value: T, freshMs: number) => void;
  readonly servedStale: (value: T, ageMs: number) => void;
  readonly refreshFailed: (error: unknown, retryInMs: number) => void;
}

/** Where a cached document comes from and by which rules it is kept. */
export interface CachedDocumentOptions<T> {
  /** Fetches the document; rejects on every failure. Brings its own deadline. */
  readonly load: () => Promise<LoadedDocument<T>>;
  readonly clock: Clock;
  readonly policy: CachePolicy;
  readonly observer: CacheObserver<T>;
}

/** One document that is fetched when needed and kept while it may be used. */
export interface CachedDocument<T> {
  /** The document: from memory where the policy allows it, else fetched. */
  readonly get: (signal?: AbortSignal) => Promise<T>;
  /** Fetches the document now, or joins the fetch under way. A failure rejects, yet leaves the old document in place. */
  readonly refresh: (signal?: AbortSignal) => Promise<T>;
  /** Fetches the document unless an attempt, good or bad, ended less than `cooldownMs` ago; then, or when it fails, the old document is given. */
  readonly refreshUnlessRecent: (cooldownMs: number, signal?: AbortSignal) => Promise<T>;
  /** The document in memory as long as it may be served at all; never fetches. */
  readonly peek: () => T | undefined;
}

/**
 * Keeps one document, with one fetch at a time whose outcome all callers share. A caller's `signal` ends that caller's wait only.
 *
 * State follows from the document in memory and its age; there are no timers, so nothing runs unless somebody asks:
 *
 * | State     | When                                        | `get` does                                                        |
 * |-----------|---------------------------------------------|-------------------------------------------------------------------|
 * | `empty`   | no document, or older than stale-if-error   | waits for a fetch; a failure rejects                              |
 * | `fresh`   | age < fresh                                 | gives it                                                          |
 * | `stale`   | age < fresh + stale-while-revalidate        | gives it at once and starts a fetch in the background             |
 * | `overdue` | age < fresh + stale-if-error                | waits for a fetch; when that fails, gives the old one             |
 *
 * A failure starts a cool-down that doubles with each failure in a row. While it lasts no state fetches: `empty` throws the
 * remembered failure, `stale` and `overdue` give the old document. A success ends it. A fetch under way is always joined.
 * A new document replaces the old one in a single step, after it has been read and checked; a failure never removes anything.
 * A clock that went back ends freshness and cool-downs early instead of prolonging them.
 * Memory is bounded: one document, one failure, one fetch.
 */
export function createCachedDocument<T>(options: CachedDocumentOptions<T>): CachedDocument<T> {
  const { clock, policy, observer } = options;
  const flight = createSingleFlight<T>();
  let entry: Entry<T> | undefined;
  let failure: Failure | undefined;
  let attemptedAt: number | undefined;
  let isFetching = false;
  let isStaleReported = false;

  function fetchOnce(): Promise<T> {
    return flight.run("document", async () => {
      isFetching = true;
      try {
        const loaded = await options.load();
        const freshMs = freshForMs(policy, loaded.maxAgeSeconds);
        entry = { value: loaded.value, fetchedAt: clock(), freshMs };
        failure = undefined;
        observer.fetched(loaded.value, freshMs);
        return loaded.value;
      } catch (error) {
        const count = (failure?.count ?? 0) + 1;
        failure = { error, count, cooldownMs: failureCooldownMs(policy, count) };
        observer.refreshFailed(error, failure.cooldownMs);
        throw error;
      } finally {
        attemptedAt = clock();
        isFetching = false;
        isStaleReported = false;
      }
    });
  }

  function mayFetch(): boolean {
    return isFetching || failure === undefined || !isWithin(clock(), attemptedAt, failure.cooldownMs);
  }

  /** Gives the old document; reported once after each attempt, so that a busy caller does not flood the observer. */
  function serveOld({ value, fetchedAt, freshMs }: Entry<T>): T {
    const now = clock();
    if (!isStaleReported && !isWithin(now, fetchedAt, freshMs)) {
      isStaleReported = true;
      observer.servedStale(value, Math.max(0, now - fetchedAt));
    }
    return value;
  }

  /** Waits for a fetch; where it fails, the old document is given as long as it may be served. */
  async function fetchOrServeOld(signal: AbortSignal | undefined): Promise<T> {
    try {
      return await waitFor(fetchOnce(), signal);
    } catch (error) {
      const old = usable(entry, clock(), policy);
      if (signal?.aborted || old === undefined) throw error;
      return serveOld(old);
    }
  }

  async function get(signal?: AbortSignal): Promise<T> {
    const now = clock();
    const old = usable(entry, now, policy);
    if (old === undefined) {
      if (!mayFetch()) throw failure?.error;
      return waitFor(fetchOnce(), signal);
    }
    if (isWithin(now, old.fetchedAt, old.freshMs)) return old.value;
    if (!mayFetch()) return serveOld(old);
    if (!isWithin(now, old.fetchedAt, old.freshMs + policy.staleWhileRevalidateMs)) return fetchOrServeOld(signal);
    // The failure is kept and has been reported; here nobody waits for it.
    fetchOnce().catch(() => undefined);
    return serveOld(old);
  }

  async function refreshUnlessRecent(cooldownMs: number, signal?: AbortSignal): Promise<T> {
    const isRecent = !isFetching && isWithin(clock(), attemptedAt, cooldownMs);
    return isRecent ? get(signal) : fetchOrServeOld(signal);
  }

  return Object.freeze({
    get,
    refresh: (signal?: AbortSignal) => waitFor(fetchOnce(), signal),
    refreshUnlessRecent,
    peek: () => usable(entry, clock(), policy)?.value,
  });
}

/** The last document that was fetched. */
interface Entry<T> {
  readonly value: T;
  readonly fetchedAt: number;
  readonly freshMs: number;
}

/** The last attempt, where it failed. */
interface Failure {
  readonly error: unknown;
  /** Failures in a row. */
  readonly count: number;
  readonly cooldownMs: number;
}

function usable<T>(entry: Entry<T> | undefined, now: number, policy: CachePolicy): Entry<T> | undefined {
  if (entry === undefined) return undefined;
  const longestMs = entry.freshMs + Math.max(policy.staleIfErrorMs, policy.staleWhileRevalidateMs);
  return now - entry.fetchedAt < longestMs ? entry : undefined;
}

function isWithin(now: number, since: number | undefined, durationMs: number): boolean {
  return since !== undefined && now >= since && now - since < durationMs;
}
