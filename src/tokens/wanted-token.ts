import { isAuthError } from "../errors/auth-error.ts";
import { waitFor } from "../metadata/wait-for.ts";
import type { SingleFlight } from "../util/single-flight.ts";
import type { GetTokenOptions, TokenManagerOptions } from "./manager-options.ts";
import type { RenewalRule } from "./renewal-rule.ts";
import type { TokenOwner } from "./token-owner.ts";
import type { TokenSet } from "./token-set.ts";

/** Which tokens a caller can do with. */
export interface WantedToken {
  readonly isForced: boolean;
  /** Whether it is what the caller wants; then nothing is asked for. */
  readonly accepts: (tokens: TokenSet) => boolean;
  /** Whether it will do where no other can be had now. */
  readonly toleratesStill: (tokens: TokenSet) => boolean;
  /** Refuses a token that was there when the caller asked for another one. */
  readonly refuse: (tokens: TokenSet) => void;
}

/** Makes the wish of one caller. One who wants another token is content with any that came after the call. */
export function createWantedToken(
  { forceRenewal = false, rejectedToken }: GetTokenOptions,
  rule: RenewalRule,
  { clock }: Pick<TokenOwner, "clock">,
): WantedToken {
  // A token that came a moment ago is not replaced because a resource refuses it: one that refuses all would cost a request each time.
  const startedAt = clock() - (rejectedToken === undefined ? 0 : 1000);
  let refused = rejectedToken;
  const isOther = ({ response, receivedAt }: TokenSet): boolean =>
    response.access_token !== refused || receivedAt > startedAt;
  return Object.freeze<WantedToken>({
    isForced: forceRenewal || rejectedToken !== undefined,
    accepts: (tokens) => !rule.isDue(tokens, clock()) && rule.isUsable(tokens, clock()) && isOther(tokens),
    toleratesStill: (tokens) => rule.isUsable(tokens, clock()) && isOther(tokens),
    refuse({ response }) {
      if (forceRenewal) refused ??= response.access_token;
    },
  });
}

/** Work that callers share. */
export interface SharedWork<T> {
  readonly flights: SingleFlight<T>;
  readonly key: string;
  /** Whether what others got will do. */
  readonly accepts: (result: T) => boolean;
  readonly signal: AbortSignal | undefined;
}

/** Joins the work that is under way for a key; does its own where that gave something that will not do. A signal ends the wait, not the work. */
export async function shareWork<T>(
  { flights, key, accepts, signal }: SharedWork<T>,
  work: () => Promise<T>,
): Promise<T> {
  for (;;) {
    let isOwn = false;
    const flight = flights.run(key, () => {
      isOwn = true;
      return work();
    });
    const result = await waitFor(flight, signal);
    if (isOwn || accepts(result)) return result;
  }
}

/** Lets a renewal run that nobody waits for; what becomes of it is told by events. */
export function runMeanwhile(work: Promise<unknown>, waitUntil: TokenManagerOptions["waitUntil"]): void {
  const settled = work.then(ignore, ignore);
  waitUntil?.(settled);
}

function ignore(): void {}

/** Milliseconds before the next look at the store: a little longer each time, and never the same in two processes. */
export function pauseBefore(look: number, random: TokenOwner["random"]): number {
  const [chance = 0] = random(1);
  return Math.min(25 * 2 ** look, 250) * (0.5 + chance / 512);
}

/** Whether the server ended what it was asked to continue. */
export function isInvalidGrant(error: unknown): boolean {
  return isAuthError(error) && error.family === "oauth" && "error" in error && error.error === "invalid_grant";
}
