import { answerRemedies } from "../constants/oauth-error-remedies.ts";
import type { AuthenticationChallenge } from "../errors/oauth-error.ts";
import { remedyForFailure } from "../http/failure-remedies.ts";
import type { FailureExplanation } from "../http/network-error.ts";
import { parseRetryAfter } from "../util/header-field.ts";
import { readChallenges } from "./challenge.ts";

/** Reads what an answer that is no success tells beside the server's error. Who asks for tokens alone can do without, and does not carry it. */
export interface ErrorExplanation extends FailureExplanation {
  /** The challenges of the `WWW-Authenticate` field, after `conceal` has taken the secrets of the request out of it. */
  readonly readChallenges: (headers: Headers, conceal?: (text: string) => string) => readonly AuthenticationChallenge[];
  /** Seconds to wait according to a `Retry-After` field in any of its forms. */
  readonly parseRetryAfter: (field: string, nowMs: number) => number | undefined;
  /** What to do about a value of `error`. */
  readonly remedyFor: (error: string) => string | undefined;
}

/**
 * Explains errors in full, for the option `explain` of `createExchangeContext` and `createHttp`: all challenges with their parameters, `Retry-After` as
 * a date, and what to do about each `error` that tokens and resources meet and about connections that fail. `createClient` always has it.
 * @see RFC 6750 §3
 * @see RFC 9110 §11.6.1
 */
export const errorExplanation: ErrorExplanation = {
  readChallenges,
  parseRetryAfter,
  remedyForFailure,
  // Codes come from the server: one may be called like a member of every object.
  remedyFor(error) {
    const remedies: Readonly<Record<string, string>> = answerRemedies;
    return Object.hasOwn(remedies, error) ? remedies[error] : undefined;
  },
};

/** The context with explanations, for calls whose answers say what matters in a challenge or in `Retry-After`. */
export function explaining<Context extends { readonly explain?: ErrorExplanation | undefined }>(
  context: Context,
): Context & { readonly explain: ErrorExplanation } {
  return { ...context, explain: context.explain ?? errorExplanation };
}
