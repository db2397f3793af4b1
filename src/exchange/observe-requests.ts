import { oauthErrors } from "../constants/oauth-errors.ts";
import { isAuthError } from "../errors/auth-error.ts";
import { isOAuthError } from "../errors/oauth-error.ts";
import type { HttpAnswer, HttpOptions, RequestObserver, SentRequest } from "../http/types.ts";
import { type Clock, systemClock } from "../util/clock.ts";
import { createReporter } from "../util/reporter.ts";
import { parseUrl } from "../util/url.ts";
import { readErrorAnswer } from "./error-answer.ts";
import type { HttpFinishedEvent, Outcome, RequestFacts } from "./http-event.ts";

/** Options that a listener may stand among. */
interface Listened extends Pick<HttpOptions, "observe"> {
  readonly onEvent?: ((event: HttpFinishedEvent) => void) | undefined;
}

/**
 * Options with which every request is told to their listener, around what observes requests already. Without a listener they stay as they are, so that
 * nothing is measured.
 */
export function withRequestEvents<Options extends Listened>(options: Options, clock: Clock = systemClock): Options {
  const { onEvent, observe: inner } = options;
  if (typeof onEvent !== "function" || (inner !== undefined && typeof inner !== "function")) return options;
  const report = createReporter<HttpFinishedEvent>(onEvent);
  const observe: RequestObserver = async (request, send) => {
    const startedAt = clock();
    const finish = (outcome: Outcome): void => {
      const at = clock();
      report?.({ type: "http.finished", at, ...describeRequest(request), ...outcome, durationMs: at - startedAt });
    };
    try {
      const answer = await (inner === undefined ? send() : inner(request, send));
      finish(describeAnswer(answer));
      return answer;
    } catch (error) {
      finish(describeFailure(error));
      throw error;
    }
  };
  return { ...options, observe };
}

/** What may be told of a request. */
export function describeRequest({ method, url, endpointName, headers, body }: SentRequest): RequestFacts {
  const isForm = headers["content-type"]?.startsWith("application/x-www-form-urlencoded") === true;
  const grantType =
    isForm && endpointName === "token_endpoint" && typeof body === "string"
      ? (new URLSearchParams(body).get("grant_type") ?? undefined)
      : undefined;
  return { method, endpoint: endpointName, server: parseUrl(url)?.origin ?? "", grantType };
}

/** What may be told of an answer. Its body is looked at where it has been read anyway. */
export function describeAnswer(answer: HttpAnswer | Response): Outcome {
  const { status, headers } = answer;
  if (status < 400) return { status };
  const text = "text" in answer && typeof answer.text === "string" ? answer.text : "";
  const found = readErrorAnswer({ status, headers, text, endpoint: "" }, { clock: systemClock, explain: undefined });
  return found === undefined ? { status } : { status, code: found.code, error: nameError(found.error) };
}

/** What may be told of an exception. */
export function describeFailure(error: unknown): Outcome {
  if (!isAuthError(error)) return {};
  if (isOAuthError(error)) return { status: error.status, code: error.code, error: nameError(error.error) };
  const status: unknown = "status" in error ? error.status : undefined;
  return { status: typeof status === "number" ? status : undefined, code: error.code };
}

/** A server may say anything, a secret too: only what specifications define is told. */
function nameError(error: string): string {
  return Object.values<string>(oauthErrors).includes(error) ? error : "other";
}
