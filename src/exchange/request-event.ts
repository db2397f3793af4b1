import { oauthErrors } from "../constants/oauth-errors.ts";
import { isAuthError } from "../errors/auth-error.ts";
import type { AuthErrorCode } from "../errors/codes.ts";
import { isOAuthError } from "../errors/oauth-error.ts";
import type { HttpAnswer, HttpOptions, RequestObserver, SentRequest } from "../http/types.ts";
import { type Clock, systemClock } from "../util/clock.ts";
import { createReporter } from "../util/reporter.ts";
import { parseUrl } from "../util/url.ts";
import { readErrorAnswer } from "./error-answer.ts";

/** What may be told of a request: where it went and what for; no path, no query, nothing of its message but the grant. */
export interface RequestFacts {
  readonly method: string;
  /** Metadata name of the endpoint: `token_endpoint`; `resource` for a call to an API. */
  readonly endpoint: string;
  /** Scheme and host that it went to. */
  readonly server: string;
  /** The `grant_type` of a token request. */
  readonly grantType: string | undefined;
}

/** What may be told of how a request or a call ended. */
export interface Outcome {
  /** HTTP status, where an answer came. */
  readonly status?: number | undefined;
  /** The code of the error: of the exception, or of what the server said; `undefined` where all is well, or where the status says everything. */
  readonly code?: AuthErrorCode | undefined;
  /** The `error` that the server gave; `other` for one that no specification defines, because its text could be anything. */
  readonly error?: string | undefined;
}

/** A request was answered, or failed. A protocol call may take several. */
export interface HttpFinishedEvent extends RequestFacts, Outcome {
  readonly type: "http.finished";
  /** When it ended, in milliseconds since 1970. */
  readonly at: number;
  readonly durationMs: number;
}

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
