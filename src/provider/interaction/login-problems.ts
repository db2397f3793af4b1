import { type ProtocolRefusal, refuse } from "../http/refusal.ts";

/** Why a login did not succeed, as far as anybody is told. */
export type LoginProblem = keyof typeof loginProblems;

/** What a person sees, and the status of the answer. Whether the account exists, is disabled, or has another password is one and the same. */
export const loginProblems = {
  missing: { status: 400, key: "problem.missing", description: "The login or the password is missing." },
  credentials: { status: 403, key: "problem.credentials", description: "The login or the password is not right." },
  throttled: { status: 429, key: "problem.throttled", description: "There were too many attempts. Try again later." },
} as const;

/**
 * Makes the answer to a program that signs in.
 * @see RFC 6585 §4
 */
export function refuseLogin(problem: LoginProblem, retryAfterSeconds: number | undefined): ProtocolRefusal {
  const { status, description, key } = loginProblems[problem];
  const headers = retryAfterSeconds === undefined ? {} : { "Retry-After": String(retryAfterSeconds) };
  const error = problem === "missing" ? "invalid_request" : "access_denied";
  return refuse(error, { status, description, headers, problem: key });
}
