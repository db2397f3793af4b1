import { isResponseError } from "../errors/families.ts";
import { isOAuthError } from "../errors/oauth-error.ts";
import { type ChallengeSettings, explainRefusal } from "./refusal.ts";

/**
 * Writes the answer to a request that is refused: status, challenges, and the same fixed words as JSON. A request without token gets no error and no body.
 *
 * @see RFC 6750 §3
 * @see RFC 9110 §10.2.3
 */
export async function respondTo(settings: ChallengeSettings, caught: unknown): Promise<Response> {
  const { refusal, description } = await explainRefusal(settings, caught);
  const { status } = refusal;
  const retry = status === 503 ? { "Retry-After": String(secondsToWait(caught)) } : {};
  const headers = { ...refusal.headers, ...retry, "Cache-Control": "no-store" };
  const body = status === 500 ? serverError : status === 503 ? unavailable : describe(refusal.error, description);
  if (body === undefined) return new Response(null, { status, headers });
  return new Response(JSON.stringify(body), { status, headers: { ...headers, "Content-Type": "application/json" } });
}

interface ErrorBody {
  readonly error: string;
  readonly error_description?: string;
}

function describe(error: string | undefined, description: string | undefined): ErrorBody | undefined {
  if (error === undefined) return undefined;
  return description === undefined ? { error } : { error, error_description: description };
}

/** What the authorization server asked for, within bounds. */
function secondsToWait(caught: unknown): number {
  const asked = isResponseError(caught) || isOAuthError(caught) ? caught.retryAfterSeconds : undefined;
  return asked === undefined || !(asked >= 1) ? 5 : Math.min(Math.ceil(asked), 300);
}

const serverError: ErrorBody = {
  error: "server_error",
  error_description: "The request could not be judged.",
};
const unavailable: ErrorBody = {
  error: "temporarily_unavailable",
  error_description: "Access tokens cannot be verified at the moment.",
};
