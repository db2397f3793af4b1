import { ConfigurationError } from "../errors/families.ts";
import { sha256Base64url } from "../jose/hash.ts";
import { checkOptionNames, type OptionNames } from "../util/check-option-names.ts";
import { type Clock, systemClock } from "../util/clock.ts";
import type { KeySecret } from "../util/derived-key.ts";
import { createReporter } from "../util/reporter.ts";
import type { SharedStore } from "../util/shared-store.ts";
import type { CacheEvent, CacheSubject } from "./cache-event.ts";
import { failureCooldownMs, freshForMs } from "./cache-policy.ts";
import { type CarefulStore, createCarefulStore } from "./careful-store.ts";
import { type CircuitPlace, enterCircuit } from "./circuit.ts";
import type { DatedDocument, SharedCache, SharedCall, SharedDocumentCall, SharedResult } from "./shared-call.ts";
import { createSignedStores } from "./signed-store.ts";
import { readStoredAnswer, recordAnswers, replayAnswer, restoreAnswer, writeStoredAnswer } from "./stored-answer.ts";

/** How a shared cache is set up. */
export interface SharedCacheOptions {
  /** Where answers are kept. Without `integrityKey`, whoever can write there decides which keys and tokens are believed: protect it like the memory of the process. */
  readonly store: SharedStore;
  /**
   * Authenticates entries, with HMAC-SHA-256: what was not written with it, or lies in another place, is not there. 32 characters or octets at least, of a generator, the same
   * in all processes. Several: the first one signs, the others only verify what was signed before. Default: entries are believed as they lie there.
   */
  readonly integrityKey?: KeySecret | undefined;
  /** What all keys begin with. Callers whose own header fields change what a server answers need one of their own. Default `cache:`. */
  readonly prefix?: string | undefined;
  /** How long the store is waited for at each step, in milliseconds. Default 500. */
  readonly timeoutMs?: number | undefined;
  /** How long the store is left alone after it failed, in milliseconds. Default 10000. */
  readonly restMs?: number | undefined;
  /** Is told what happens in the cache. */
  readonly onEvent?: ((event: CacheEvent) => void) | undefined;
  /** Default: the machine's clock. It should be that of the callers. */
  readonly clock?: Clock | undefined;
}

/**
 * Creates a second level for the caches of metadata, keys and introspections: `cache: { shared }`. It keeps answers as they came, and whoever reads one judges it
 * as if it had just come; so policies need not be the same, and an answer that does not pass counts as none. Where a document cannot be fetched, one that any process
 * has fetched is served within stale-if-error, and after the cool-down one process tries again. A store that fails or hangs never fails a call: it is waited for
 * so long, and then left alone for a while. With an `integrityKey`, entries that others have written or moved are not believed.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` naming an option that can't be used
 * @see RFC 9111 §4.2.1
 * @see RFC 7518 §3.2
 */
export function createSharedCache(options: SharedCacheOptions): SharedCache {
  checkOptionNames(options, optionNames, { of: "createSharedCache" });
  const { store, integrityKey, prefix = "cache:", timeoutMs = 500, restMs = 10_000, clock = systemClock } = options;
  if (!Number.isSafeInteger(timeoutMs) || timeoutMs < 1) throw wrong("timeoutMs", "must be a whole number, 1 or more");
  if (!Number.isFinite(restMs) || restMs < 0) throw wrong("restMs", "must be a number of milliseconds, zero or more");
  if (typeof store?.read !== "function") throw wrong("store", "must be a SharedStore");
  const reporter = createReporter(options.onEvent);
  const report = (event: CacheEvent): void => reporter?.(event);
  const storeOf = integrityKey === undefined ? () => store : createSignedStores(store, integrityKey, report);
  const careful = createCarefulStore(storeOf, { timeoutMs, restMs, clock, report });
  const parts = { careful, clock, report, prefix };
  return Object.freeze<SharedCache>({
    load: (call) => load(parts, call),
    loadDocument: (call) => loadDocument(parts, call),
  });
}

interface Parts {
  readonly careful: CarefulStore;
  readonly clock: Clock;
  readonly report: (event: CacheEvent) => void;
  readonly prefix: string;
}

async function load<T>(parts: Parts, call: SharedCall<T>): Promise<SharedResult<T>> {
  const { document, issuer, key, cooldownMs } = call;
  const subject: CacheSubject = { document, issuer };
  const digest = await sha256Base64url(JSON.stringify([document, issuer, key]));
  const place = { subject, key: `${parts.prefix}${document}:${digest}` };
  const isForced = call.notBeforeMs === Number.POSITIVE_INFINITY;
  const found = isForced ? undefined : await recall(parts, call, place);
  if (found?.isFresh === true) return { value: found.value, fetchedAtMs: found.fetchedAtMs };
  const gate = cooldownMs === undefined || isForced ? undefined : await enterCircuit(parts.careful, place, parts.clock);
  try {
    if (gate?.closedBy !== undefined) throw gate.closedBy;
    const value = await fetchAndKeep(parts, call, place);
    await gate?.succeed();
    return { value };
  } catch (error) {
    if (cooldownMs !== undefined) await gate?.fail(cooldownMs);
    if (found?.isUsable !== true) throw error;
    parts.report({ type: "cache.hit", ...subject, ageMs: found.ageMs, isStale: true });
    return { value: found.value, fetchedAtMs: found.fetchedAtMs, error: toError(error) };
  }
}

function loadDocument<T extends DatedDocument>(parts: Parts, call: SharedDocumentCall<T>): Promise<SharedResult<T>> {
  const { policy, ...request } = call;
  return load(parts, {
    ...request,
    cooldownMs: (failures) => failureCooldownMs(policy, failures),
    lifetimeOf: ({ maxAgeSeconds }) => {
      const freshMs = freshForMs(policy, maxAgeSeconds);
      return { freshMs, usableMs: freshMs + Math.max(policy.staleIfErrorMs, policy.staleWhileRevalidateMs) };
    },
  });
}

interface Found<T> {
  readonly value: T;
  readonly fetchedAtMs: number;
  readonly ageMs: number;
  readonly isFresh: boolean;
  readonly isUsable: boolean;
}

/** Looks for an answer that is kept, and judges it. */
async function recall<T>(parts: Parts, call: SharedCall<T>, place: CircuitPlace): Promise<Found<T> | undefined> {
  const { subject, key } = place;
  const got = await parts.careful({ subject, operation: "read", act: (store) => store.read(key) });
  if (got === undefined) return undefined;
  if (got.result === undefined) {
    parts.report({ type: "cache.miss", ...subject, reason: "absent" });
    return undefined;
  }
  try {
    const found = await judge(call, got.result.value, parts.clock());
    if (found.isFresh) parts.report({ type: "cache.hit", ...subject, ageMs: found.ageMs, isStale: false });
    else parts.report({ type: "cache.miss", ...subject, reason: "expired" });
    return found;
  } catch (error) {
    parts.report({ type: "cache.miss", ...subject, reason: "broken", error });
    return undefined;
  }
}

async function judge<T>(call: SharedCall<T>, kept: string, now: number): Promise<Found<T>> {
  const stored = readStoredAnswer(kept);
  const { fetchedAtMs } = stored;
  if (fetchedAtMs > now + clockDifferenceMs) throw new Error("What is kept comes from the future.");
  const value = await (call.read?.(restoreAnswer(stored)) ?? call.run(replayAnswer(stored)));
  const { freshMs, usableMs } = call.lifetimeOf(value, fetchedAtMs);
  const ageMs = Math.max(0, now - fetchedAtMs);
  const isFresh = ageMs < freshMs && fetchedAtMs >= (call.notBeforeMs ?? fetchedAtMs);
  return { value, fetchedAtMs: Math.min(fetchedAtMs, now), ageMs, isFresh, isUsable: ageMs < usableMs };
}

async function fetchAndKeep<T>(parts: Parts, call: SharedCall<T>, { subject, key }: CircuitPlace): Promise<T> {
  const recording = recordAnswers(call.http);
  const value = await call.run(recording.http);
  const fetchedAtMs = parts.clock();
  const last = recording.last();
  const text = last === undefined ? undefined : writeStoredAnswer(last.url, last.answer, fetchedAtMs);
  const { freshMs, usableMs } = call.lifetimeOf(value, fetchedAtMs);
  if (text === undefined || usableMs <= 0) return value;
  const expiresAtMs = fetchedAtMs + usableMs;
  const written = await parts.careful({
    subject,
    operation: "write",
    act: (store) => store.write(key, text, { expiresAtMs }),
  });
  if (written !== undefined) parts.report({ type: "cache.stored", ...subject, freshMs });
  return value;
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error("The call failed.", { cause: error });
}

function wrong(parameter: string, rule: string): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", { message: `${parameter} ${rule}.`, parameter });
}

const optionNames: OptionNames<SharedCacheOptions> = {
  store: true,
  integrityKey: true,
  prefix: true,
  timeoutMs: true,
  restMs: true,
  onEvent: true,
  clock: true,
};

/** How far the clocks of two processes may differ. */
const clockDifferenceMs = 60_000;
