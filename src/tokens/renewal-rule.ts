import type { RandomSource } from "../util/random.ts";
import type { TokenSet } from "./token-set.ts";

/** When tokens are used, and when they are renewed. */
export interface RenewalRule {
  /** Whether a token may still be sent. */
  readonly isUsable: (tokens: TokenSet, nowMs: number) => boolean;
  /** Whether another one is to be got: before the token ends, at a time of each process's own. */
  readonly isDue: (tokens: TokenSet, nowMs: number) => boolean;
  /** Whether there is time to get another one beside those who use this one. */
  readonly hasTime: (tokens: TokenSet, nowMs: number) => boolean;
}

/**
 * Makes the rule by which tokens are renewed: `marginMs` before they end, or a tenth of their life where that is less, and up to twice as early.
 * How much earlier differs from token to token and from process to process, so that processes with the same token do not all renew it in one moment.
 * A token without `expires_in` is never due. One that has ended when it arrives is good for a second all the same: without that, each call would ask for another.
 */
export function createRenewalRule(random: RandomSource, marginMs: number): RenewalRule {
  const [seed = 0] = random(1);
  const marginOf = ({ receivedAt, expiresAt = Number.POSITIVE_INFINITY }: TokenSet): number =>
    Math.min(marginMs, (expiresAt - receivedAt) / 10);
  return Object.freeze<RenewalRule>({
    isUsable: (tokens, nowMs) => nowMs < endOf(tokens),
    isDue(tokens, nowMs) {
      const { receivedAt, expiresAt } = tokens;
      if (expiresAt === undefined) return false;
      const margin = marginOf(tokens);
      const jitter = (seed / 256 + (receivedAt / 1000) * goldenRatio) % 1;
      return nowMs >= Math.max(expiresAt - margin * (1 + jitter), receivedAt + shortestLifeMs);
    },
    hasTime: (tokens, nowMs) => nowMs < endOf(tokens) - marginOf(tokens) / 2,
  });
}

/** When a token is not sent any more, in milliseconds since 1970; infinite where nobody knows. */
export function endOf({ expiresAt = Number.POSITIVE_INFINITY, receivedAt }: TokenSet): number {
  return Math.max(expiresAt, receivedAt + shortestLifeMs);
}

const shortestLifeMs = 1000;

/** Multiples of it spread evenly between 0 and 1. */
const goldenRatio = 0.618_033_988_749_895;
