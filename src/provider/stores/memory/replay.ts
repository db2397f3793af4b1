import type { Clock } from "../../../util/clock.ts";
import { createReplayStore, type ReplayStore } from "../../../util/replay-store.ts";
import { checkWholeNumber } from "../../check-whole-number.ts";
import { createSweeper, type Sweepable } from "./sweeper.ts";

/** Bounds of what may be used once. */
export interface MemoryReplayOptions {
  readonly clock: Clock;
  readonly maxEntries: number;
  /** Most of them that one claimant may have. */
  readonly maxEntriesPerClaimant: number;
}

/**
 * Remembers in memory what was used. A claimant whose share is full is refused until some of it has expired, and the others are not.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for a limit that is none
 */
export function createMemoryReplay({
  clock,
  maxEntries,
  maxEntriesPerClaimant,
}: MemoryReplayOptions): ReplayStore & Sweepable {
  const all = createReplayStore({ clock, maxEntries });
  checkWholeNumber("maxReplayEntriesPerClaimant", maxEntriesPerClaimant, { least: 1 });
  const shares = new Map<string, Share>();
  return {
    async claim(key, expiresAtMs, claimant) {
      if (claimant === undefined) return all.claim(key, expiresAtMs);
      const share = shares.get(claimant) ?? emptyShare;
      const nowMs = clock();
      if (share.expiries.length >= maxEntriesPerClaimant && share.nextExpiryMs <= nowMs) forgetExpired(share, nowMs);
      if (share.expiries.length >= maxEntriesPerClaimant) throw full(maxEntriesPerClaimant);
      if (!(await all.claim(key, expiresAtMs))) return false;
      addTo(shares, claimant, expiresAtMs);
      return true;
    },
    // Of a share it counts until it would have expired: that errs on the safe side.
    release: all.release,
    ...createSweeper(
      () => shares.entries(),
      ([, share], nowMs) => isOver(share, nowMs),
      ([claimant]) => shares.delete(claimant),
    ),
  };
}

/** When what one claimant has expires, in no order. */
interface Share {
  expiries: number[];
  /** Before this time none expires, and a full share need not be searched. */
  nextExpiryMs: number;
  lastExpiryMs: number;
}

function addTo(shares: Map<string, Share>, claimant: string, expiresAtMs: number): void {
  const share = shares.get(claimant);
  if (share === undefined) {
    shares.set(claimant, { expiries: [expiresAtMs], nextExpiryMs: expiresAtMs, lastExpiryMs: expiresAtMs });
    return;
  }
  share.expiries.push(expiresAtMs);
  share.nextExpiryMs = Math.min(share.nextExpiryMs, expiresAtMs);
  share.lastExpiryMs = Math.max(share.lastExpiryMs, expiresAtMs);
}

function forgetExpired(share: Share, nowMs: number): void {
  share.expiries = share.expiries.filter((expiresAtMs) => expiresAtMs > nowMs);
  share.nextExpiryMs = share.expiries.reduce((least, each) => Math.min(least, each), Number.POSITIVE_INFINITY);
}

function isOver({ lastExpiryMs }: Share, nowMs: number): boolean {
  return lastExpiryMs <= nowMs;
}

function full(most: number): Error {
  return new Error(`One claimant has ${most} identifiers that have not expired.`);
}

const emptyShare: Share = { expiries: [], nextExpiryMs: Number.POSITIVE_INFINITY, lastExpiryMs: 0 };
