import type { TokenError } from "../../generated/messages/token-error.ts";
import { answerRemedies } from "../constants/oauth-error-remedies.ts";
import type { AuthenticationChallenge } from "../errors/oauth-error.ts";
import { printable } from "../errors/printable.ts";
import type { ValidationIssue } from "../errors/validation-error.ts";
import { remedyForFailure } from "../http/failure-remedies.ts";
import type { FailureExplanation } from "../http/network-error.ts";
import type { HttpAnswer } from "../http/types.ts";
import { parseRetryAfter } from "../util/header-field.ts";
import { readChallengeError, readChallenges } from "./challenge.ts";

/** Reads what an answer that is no success tells beside the server's error. Who asks for tokens alone can do without, and does not carry it. */
export interface ErrorExplanation extends FailureExplanation {
  /** The challenges of the `WWW-Authenticate` field, after `conceal` has taken the secrets of the request out of it. */
  readonly readChallenges: (headers: Headers, conceal?: (text: string) => string) => readonly AuthenticationChallenge[];
  /** The error of the challenges, with its words. */
  readonly readChallengeError: (challenges: readonly AuthenticationChallenge[]) => TokenError | undefined;
  /** Seconds to wait according to a `Retry-After` field in any of its forms. */
  readonly parseRetryAfter: (field: string, nowMs: number) => number | undefined;
  /** What to do about a value of `error`. */
  readonly remedyFor: (error: string) => string | undefined;
  /** What an unexpected answer holds instead of an error, and what to do about its status. */
  readonly explainStatus: (answer: Pick<HttpAnswer, "status" | "headers" | "conceal">) => StatusExplanation;
  /** Tolerances that admit a whole message with such problems; `undefined` where none do. */
  readonly remedyForIssues: (issues: readonly ValidationIssue[]) => string | undefined;
}

/** Explains an answer that says nothing itself. */
export interface StatusExplanation {
  /** The end of a sentence: `, only a challenge (bearer)`, or nothing. */
  readonly found: string;
  readonly remedy: string;
}

/**
 * Explains errors in full, for the option `explain` of `createExchangeContext` and `createHttp`: all challenges with their parameters, `Retry-After` as
 * a date, and what to do about each `error` that tokens and resources meet, about connections that fail, statuses, and messages that tolerances admit. `createClient` always has it.
 * @see RFC 6750 §3
 * @see RFC 9110 §11.6.1
 */
export const errorExplanation: ErrorExplanation = {
  readChallenges,
  readChallengeError,
  parseRetryAfter,
  remedyForFailure,
  // Codes come from the server: one may be called like a member of every object.
  remedyFor(error) {
    const remedies: Readonly<Record<string, string>> = answerRemedies;
    return Object.hasOwn(remedies, error) ? remedies[error] : undefined;
  },
  explainStatus({ status, headers, conceal }) {
    const schemes = [...new Set(readChallenges(headers, conceal).map(({ scheme }) => scheme))].join(", ");
    const found = schemes === "" ? "" : `, only a challenge (${printable(schemes, 100)})`;
    return { found, remedy: remedyForStatus(status) };
  },
  // Tolerances are worth naming only where they admit the whole message.
  remedyForIssues(issues) {
    if (issues.some(({ tolerances }) => tolerances.length === 0)) return undefined;
    const names = [...new Set(issues.flatMap(({ tolerances }) => tolerances))].map((name) => JSON.stringify(name));
    return `The server must mend this; to accept it meanwhile, pass tolerate: [${names.join(", ")}].`;
  },
};

function remedyForStatus(status: number): string {
  if (status >= 500) return "The server failed; try again later.";
  return status === 401
    ? "Check the credentials or the access token of the request."
    : "Check that the URL is the endpoint's.";
}

/** The context with explanations, for calls whose answers say what matters in a challenge or in `Retry-After`. */
export function explaining<Context extends { readonly explain?: ErrorExplanation | undefined }>(
  context: Context,
): Context & { readonly explain: ErrorExplanation } {
  return { ...context, explain: context.explain ?? errorExplanation };
}
