import { isAuthError } from "../errors/auth-error.ts";
import { isConfigurationError, isResponseError } from "../errors/families.ts";
import { isOAuthError } from "../errors/oauth-error.ts";
import type { TokenOwner } from "./token-owner.ts";

/** A failure, and when something may be asked for again. */
export interface Failure {
  readonly error: unknown;
  /** Milliseconds since 1970. */
  readonly untilMs: number;
}

/** Keeps callers from asking again at once for what has just failed. */
export interface Cooldown {
  /** The failure that is still waited out. */
  readonly find: (key: string, nowMs: number) => Failure | undefined;
  /** Remembers a failure: for a second, twice as long after each further one, and never shorter than the server demands. */
  readonly note: (key: string, error: unknown, facts: FailureFacts) => Failure;
  readonly forget: (key: string) => void;
}

/** What is known of a failure besides itself. */
export interface FailureFacts extends Pick<TokenOwner, "clock" | "random"> {
  /** Until then there is a token that is good, in milliseconds since 1970: it is not waited longer than half of what is left, so that there are attempts before it ends. */
  readonly usableUntilMs?: number | undefined;
}

/** Creates a {@link Cooldown}. Mistakes of the caller and calls that the caller ended are not waited out: nothing was sent, or nothing is known. */
export function createCooldown(): Cooldown {
  const failures = new Map<string, Failure & { readonly count: number }>();
  return Object.freeze<Cooldown>({
    find(key, nowMs) {
      const failure = failures.get(key);
      return failure !== undefined && nowMs < failure.untilMs ? failure : undefined;
    },
    note(key, error, { clock, random, usableUntilMs = Number.POSITIVE_INFINITY }) {
      const nowMs = clock();
      if (isOwnDoing(error)) return { error, untilMs: nowMs };
      const count = (failures.get(key)?.count ?? 0) + 1;
      const [chance = 0] = random(1);
      const leftMs = usableUntilMs > nowMs ? Math.max((usableUntilMs - nowMs) / 2, firstPauseMs / 2) : longestPauseMs;
      const pauseMs = Math.min(firstPauseMs * 2 ** (count - 1), longestPauseMs, leftMs);
      const demandedMs = Math.min(retryAfterOf(error) * 1000, longestDemandMs);
      const wantedMs = Math.max(pauseMs, demandedMs) + (pauseMs * chance) / 512;
      // What spreads the processes does not carry the next attempt beyond the token's end; what the server demands may.
      const untilMs =
        nowMs + (usableUntilMs > nowMs ? Math.max(demandedMs, Math.min(wantedMs, leftMs * 1.5)) : wantedMs);
      const [oldest] = failures.keys();
      if (failures.size >= maxFailures && oldest !== undefined) failures.delete(oldest);
      failures.delete(key);
      failures.set(key, { error, untilMs, count });
      return { error, untilMs };
    },
    forget: (key) => void failures.delete(key),
  });
}

/** Code and error of a failure, for events. */
export function describeFailure(error: unknown): {
  readonly code: string | undefined;
  readonly error: string | undefined;
} {
  return {
    code: isAuthError(error) ? error.code : undefined,
    error: isOAuthError(error) ? error.error.slice(0, 100) : undefined,
  };
}

function isOwnDoing(error: unknown): boolean {
  return isConfigurationError(error) || (isAuthError(error) && error.code === "ERR_TRANSPORT_ABORTED");
}

function retryAfterOf(error: unknown): number {
  return isOAuthError(error) || isResponseError(error) ? (error.retryAfterSeconds ?? 0) : 0;
}

const firstPauseMs = 1000;
const longestPauseMs = 30_000;
const longestDemandMs = 3_600_000;
const maxFailures = 1000;
