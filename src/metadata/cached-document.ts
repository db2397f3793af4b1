import type { Clock } from "../util/clock.ts";
import { createSingleFlight, type SingleFlight } from "../util/single-flight.ts";
import { type CachePolicy, failureCooldownMs, freshForMs } from "./cache-policy.ts";
import type { DatedDocument, SharedResult } from "./shared-call.ts";
import { waitFor } from "./wait-for.ts";

/** What happens to a cached document, for the one who reports it. */
export interface CacheObserver<T> {
  /** Not told where others have fetched it. */
  readonly fetched: (value: T, freshMs: number, durationMs: number) => void;
  readonly servedStale: (value: T, ageMs: number) => void;
  readonly refreshFailed: (error: unknown, retryInMs: number) => void;
}

/** Where a cached document comes from and by which rules it is kept. */
export interface CachedDocumentOptions<T extends DatedDocument> {
  /**
   * Fetches the document; rejects on every failure. Brings its own deadline.
   * @param notBeforeMs - a document that others have fetched before this time will not do
   */
  readonly load: (notBeforeMs?: number) => Promise<SharedResult<T>>;
  readonly clock: Clock;
  readonly policy: CachePolicy;
  readonly observer: CacheObserver<T>;
  /** Is given what nobody waits for. */
  readonly waitUntil?: ((work: Promise<unknown>) => void) | undefined;
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
export function createCachedDocument<T extends DatedDocument>(options: CachedDocumentOptions<T>): CachedDocument<T> {
  const cell: Cell<T> = {
    ...options,
    flight: createSingleFlight<T>({ isRepeatable: true }),
    isFetching: false,
    isStaleReported: false,
  };
  return Object.freeze({
    get: (signal?: AbortSignal) => getDocument(cell, signal),
    refresh: (signal?: AbortSignal) => waitFor(fetchOnce(cell, Infinity), signal),
    async refreshUnlessRecent(cooldownMs: number, signal?: AbortSignal) {
      const isRecent = !cell.isFetching && isWithin(cell.clock(), cell.attemptedAt, cooldownMs);
      return isRecent ? getDocument(cell, signal) : fetchOrServeOld(cell, signal, cell.clock() - cooldownMs);
    },
    peek: () => findUsable(cell)?.value,
  });
}

/** Everything that one cached document remembers. */
interface Cell<T extends DatedDocument> extends CachedDocumentOptions<T> {
  readonly flight: SingleFlight<T>;
  entry?: Entry<T>;
  failure?: Failure | undefined;
  /** When the last attempt, good or bad, ended. */
  attemptedAt?: number | undefined;
  isFetching: boolean;
  /** Whether the old document has been reported since the last attempt. */
  isStaleReported: boolean;
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

async function getDocument<T extends DatedDocument>(cell: Cell<T>, signal: AbortSignal | undefined): Promise<T> {
  const old = findUsable(cell);
  if (old === undefined) {
    if (!mayFetch(cell)) throw cell.failure?.error;
    return fetchOrServeOld(cell, signal);
  }
  const now = cell.clock();
  if (isWithin(now, old.fetchedAt, old.freshMs)) return old.value;
  if (!mayFetch(cell)) return serveOld(cell, old);
  const isOverdue = !isWithin(now, old.fetchedAt, old.freshMs + cell.policy.staleWhileRevalidateMs);
  if (isOverdue) return fetchOrServeOld(cell, signal);
  // The failure is kept and has been reported; here nobody waits for it.
  const work = fetchOnce(cell).catch(() => undefined);
  cell.waitUntil?.(work);
  return serveOld(cell, old);
}

/** Waits for a fetch; where it fails, the old document is given as long as it may be served. */
async function fetchOrServeOld<T extends DatedDocument>(
  cell: Cell<T>,
  signal: AbortSignal | undefined,
  notBeforeMs?: number,
): Promise<T> {
  try {
    return await waitFor(fetchOnce(cell, notBeforeMs), signal);
  } catch (error) {
    const old = findUsable(cell);
    if (signal?.aborted || old === undefined) throw error;
    return serveOld(cell, old);
  }
}

function fetchOnce<T extends DatedDocument>(cell: Cell<T>, notBeforeMs?: number): Promise<T> {
  const { load, clock, policy, observer } = cell;
  return cell.flight.run("document", async () => {
    const startedAt = clock();
    cell.isFetching = true;
    try {
      const { value, fetchedAtMs, error } = await load(notBeforeMs);
      const freshMs = freshForMs(policy, value.maxAgeSeconds);
      cell.entry = { value, fetchedAt: fetchedAtMs ?? clock(), freshMs };
      if (error) throw error;
      cell.failure = undefined;
      // One that others have fetched dates from then: a token with a key that is not in it may ask for a newer one.
      cell.attemptedAt = cell.entry.fetchedAt;
      // Whoever has fetched it has told of it.
      fetchedAtMs ?? observer.fetched(value, freshMs, Math.max(0, clock() - startedAt));
      return value;
    } catch (error) {
      const count = (cell.failure?.count ?? 0) + 1;
      const cooldownMs = failureCooldownMs(policy, count);
      cell.failure = { error, count, cooldownMs };
      cell.attemptedAt = clock();
      observer.refreshFailed(error, cooldownMs);
      throw error;
    } finally {
      cell.isFetching = false;
      cell.isStaleReported = false;
    }
  });
}

function mayFetch<T extends DatedDocument>({ isFetching, failure, attemptedAt, clock }: Cell<T>): boolean {
  return isFetching || failure === undefined || !isWithin(clock(), attemptedAt, failure.cooldownMs);
}

/** Gives the old document; reported once after each attempt, so that a busy caller does not flood the observer. */
function serveOld<T extends DatedDocument>(cell: Cell<T>, { value, fetchedAt, freshMs }: Entry<T>): T {
  const now = cell.clock();
  if (!cell.isStaleReported && !isWithin(now, fetchedAt, freshMs)) {
    cell.isStaleReported = true;
    cell.observer.servedStale(value, Math.max(0, now - fetchedAt));
  }
  return value;
}

/** The document in memory, unless it is older than any policy lets it be served. */
function findUsable<T extends DatedDocument>({ entry, clock, policy }: Cell<T>): Entry<T> | undefined {
  if (entry === undefined) return undefined;
  const longestMs = entry.freshMs + Math.max(policy.staleIfErrorMs, policy.staleWhileRevalidateMs);
  return clock() - entry.fetchedAt < longestMs ? entry : undefined;
}

function isWithin(now: number, since: number | undefined, durationMs: number): boolean {
  return since !== undefined && now >= since && now - since < durationMs;
}
