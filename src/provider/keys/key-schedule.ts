import type { KeyEntry } from "./key-record.ts";

/** When keys change, in milliseconds. */
export interface KeyTimes {
  /** How long a key signs; `Infinity`: until it is replaced on demand. */
  readonly rotateAfterMs: number;
  /** How long what a key signs may be good. */
  readonly longestTokenMs: number;
}

/**
 * Whether others must find a key at `jwks_uri`.
 * @see OpenID Connect Core §10.1.1
 */
export function isPublished({ removeAtMs = Number.POSITIVE_INFINITY }: KeyEntry, nowMs: number): boolean {
  return nowMs < removeAtMs;
}

/**
 * Whether others should encrypt for a key: from when every process has read it, until another takes its place. It decrypts for as long as it is published, because
 * the set is kept in caches.
 */
export function isOffered(
  { createdAtMs, activateAtMs, retireAtMs = Number.POSITIVE_INFINITY }: KeyEntry,
  nowMs: number,
): boolean {
  return nowMs >= Math.min(activateAtMs, createdAtMs + everywhereAfterMs) && nowMs < retireAtMs;
}

/**
 * The key that signs with an algorithm: of those whose time has come and is not over, the latest. Where the clock stands before all of them, the first one:
 * it was made to be used at once.
 */
export function findSigningEntry(entries: readonly KeyEntry[], algorithm: string, nowMs: number): KeyEntry | undefined {
  const usable = entries
    .filter((entry) => entry.algorithm === algorithm && entry.privateJwk !== undefined)
    .filter(({ retireAtMs = Number.POSITIVE_INFINITY }) => nowMs < retireAtMs)
    .sort((one, other) => one.activateAtMs - other.activateAtMs);
  return usable.findLast(({ activateAtMs }) => activateAtMs <= nowMs) ?? usable[0];
}

/** The key that will sign after the present one. */
export function findNextEntry(entries: readonly KeyEntry[], algorithm: string, nowMs: number): KeyEntry | undefined {
  return entries.find((entry) => entry.algorithm === algorithm && !isWithdrawn(entry) && entry.activateAtMs > nowMs);
}

/** Whether it is time to publish the next key of an algorithm. */
export function needsNextEntry(
  entries: readonly KeyEntry[],
  algorithm: string,
  { nowMs, rotateAfterMs }: Pick<KeyTimes, "rotateAfterMs"> & { readonly nowMs: number },
): boolean {
  const current = findSigningEntry(entries, algorithm, nowMs);
  return (
    current !== undefined &&
    current.activateAtMs + rotateAfterMs - publishAheadMs <= nowMs &&
    findNextEntry(entries, algorithm, nowMs) === undefined
  );
}

/** A key that is new, with its times left to the schedule. */
export type NewKey = Pick<KeyEntry, "kid" | "algorithm" | "publicJwk" | "privateJwk">;

/** Adds a key that signs at once: the first of its algorithm, or one in place of a withdrawn one. */
export function addFirst(entries: readonly KeyEntry[], key: NewKey, nowMs: number): readonly KeyEntry[] {
  return [...entries, { ...key, createdAtMs: nowMs, activateAtMs: nowMs }];
}

/**
 * Adds a key that is published now and signs when everybody can know it; the ones before it stop then, and stay published for as long as anything they
 * signed is good.
 */
export function addNext(
  entries: readonly KeyEntry[],
  key: NewKey,
  { nowMs, longestTokenMs }: Pick<KeyTimes, "longestTokenMs"> & { readonly nowMs: number },
): readonly KeyEntry[] {
  const activateAtMs = nowMs + publishAheadMs;
  const retired = entries.map((entry) =>
    entry.algorithm === key.algorithm && entry.retireAtMs === undefined
      ? { ...entry, retireAtMs: activateAtMs, removeAtMs: activateAtMs + longestTokenMs + skewMs }
      : entry,
  );
  return [...retired, { ...key, createdAtMs: nowMs, activateAtMs }];
}

/**
 * Takes a key out of use at once. A key that waits for its time takes its place now; where none waits, the caller adds one. When the waiting key itself is
 * withdrawn, the present one stays.
 */
export function withdrawEntry(entries: readonly KeyEntry[], kid: string, nowMs: number): readonly KeyEntry[] {
  const found = entries.find((entry) => entry.kid === kid);
  if (found === undefined || isWithdrawn(found)) return entries;
  const wasSigning = findSigningEntry(entries, found.algorithm, nowMs) === found;
  const next = wasSigning ? findNextEntry(entries, found.algorithm, nowMs) : undefined;
  return entries.map((entry) => {
    if (entry === found)
      return { ...withoutPrivate(entry), retireAtMs: nowMs, removeAtMs: nowMs, withdrawnAtMs: nowMs };
    if (entry === next) return { ...entry, activateAtMs: nowMs };
    const isPredecessor =
      entry.algorithm === found.algorithm && found.activateAtMs > nowMs && entry.retireAtMs === found.activateAtMs;
    if (!isPredecessor || isWithdrawn(entry)) return entry;
    const { retireAtMs: _retired, removeAtMs: _removed, ...stays } = entry;
    return stays;
  });
}

/**
 * Drops private keys that will never sign again, and after half a year the public ones too: until then an `id_token_hint` can be verified.
 */
export function tidyEntries(entries: readonly KeyEntry[], nowMs: number): readonly KeyEntry[] {
  return entries
    .filter(({ removeAtMs = Number.POSITIVE_INFINITY }) => nowMs < removeAtMs + keepFormerMs)
    .map((entry) => (isPublished(entry, nowMs) ? entry : withoutPrivate(entry)));
}

/** Whether nothing that a key signed is believed any more. */
export function isWithdrawn({ withdrawnAtMs }: KeyEntry): boolean {
  return withdrawnAtMs !== undefined;
}

function withoutPrivate({ privateJwk: _dropped, ...entry }: KeyEntry): KeyEntry {
  return entry;
}

const skewMs = 60_000;
const everywhereAfterMs = 90_000;
/** As long as others may keep the set (15 minutes), a minute until every process has read the new one, and a minute between clocks. */
const publishAheadMs = 900_000 + 60_000 + skewMs;
const keepFormerMs = 180 * 86_400_000;
