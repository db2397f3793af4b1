import { ConfigurationError, isTransportError } from "../errors/families.ts";
import { type Clock, systemClock } from "../util/clock.ts";
import { parseRetryAfter } from "../util/header-field.ts";
import { type RandomSource, systemRandom } from "../util/random.ts";
import { createReporter } from "../util/reporter.ts";
import { parseUrl, urlForMessage } from "../util/url.ts";
import { systemWait, type Wait } from "../util/wait.ts";
import type { HttpAnswer, HttpRetry, RetriedCall, SentRequest } from "./types.ts";

/** How often and how soon a request is sent again. */
export interface RetryOptions {
  /** Most attempts in all, the first included: 1 to 10. Default 2. */
  readonly attempts?: number | undefined;
  /** The wait before the second attempt, in milliseconds; it doubles with each further one, and of each a random part of up to a half is taken off. Default 200. */
  readonly baseDelayMs?: number | undefined;
  /** The longest wait, in milliseconds. A server that asks for more by `Retry-After` is not asked again. Default 2000. */
  readonly maxDelayMs?: number | undefined;
  /** Is told of every attempt after the first. */
  readonly onEvent?: ((event: HttpRetriedEvent) => void) | undefined;
  /** Default: the machine's clock. */
  readonly clock?: Clock | undefined;
  /** Default: the platform's generator. */
  readonly random?: RandomSource | undefined;
  /** Default: the platform's timer. */
  readonly wait?: Wait | undefined;
}

/** A request will be sent again. */
export interface HttpRetriedEvent {
  readonly type: "http.retried";
  /** Metadata name of the endpoint: `jwks_uri`. */
  readonly endpointName: string;
  /** URL without query. */
  readonly url: string;
  /** Number of the attempt to come: 2 for the first that repeats. */
  readonly attempt: number;
  /** How long is waited before it, in milliseconds. */
  readonly delayMs: number;
  /** Status of the answer before, where there was one. */
  readonly status?: number | undefined;
  /** What the attempt before failed with, where no answer came. */
  readonly error?: unknown;
}

/**
 * Creates what repeats requests that failed for reasons that pass, for the option `retry`: GET only, and only where no answer came or the answer had the status 408, 429,
 * 500, 502, 503 or 504. All attempts share the one deadline of the call: where the wait would outlast it, the last answer or failure stands at once.
 * Requests with a DPoP proof are not repeated, because a proof is good once.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` naming an option that can't be used
 * @see RFC 9110 §10.2.3
 */
export function createRetry(options: RetryOptions = {}): HttpRetry {
  const { attempts = 2, baseDelayMs = 200, maxDelayMs = 2000 } = options;
  const { clock = systemClock, random = systemRandom, wait = systemWait } = options;
  if (!Number.isSafeInteger(attempts) || attempts < 1 || attempts > 10) {
    throw wrong("attempts", "must be a whole number from 1 to 10");
  }
  for (const [name, value] of Object.entries({ baseDelayMs, maxDelayMs })) {
    if (!Number.isFinite(value) || value < 0) throw wrong(name, "must be a number of milliseconds, zero or more");
  }
  const report = createReporter(options.onEvent);

  /** How long to wait after an attempt; `undefined` where the server wants more patience than there is. */
  function delayAfter(attempt: number, outcome: Outcome): number | undefined {
    const field = "answer" in outcome ? outcome.answer.headers.get("retry-after") : null;
    const seconds = field === null ? undefined : parseRetryAfter(field, clock());
    const wanted = Math.min(baseDelayMs * 2 ** (attempt - 1), maxDelayMs);
    const [octet = 0] = random(1);
    const delayMs = Math.round(wanted * (1 - octet / 510));
    if (seconds === undefined) return delayMs;
    return seconds * 1000 > maxDelayMs ? undefined : Math.max(seconds * 1000, delayMs);
  }

  return Object.freeze<HttpRetry>({
    async run(request, call, send) {
      if (request.method !== "GET" || "dpop" in request.headers) return send();
      const endsAtMs = clock() + call.timeoutMs;
      for (let attempt = 1; ; attempt += 1) {
        const outcome = await settle(send);
        const delayMs = attempt < attempts && mayPass(outcome) ? delayAfter(attempt, outcome) : undefined;
        if (delayMs === undefined || clock() + delayMs >= endsAtMs) return conclude(outcome);
        report?.(describe(request, outcome, { attempt: attempt + 1, delayMs }));
        await wait(delayMs, call.signal);
        throwWhereStopped(call);
      }
    },
  });
}

type Outcome = { readonly answer: HttpAnswer } | { readonly error: unknown };

async function settle(send: () => Promise<HttpAnswer>): Promise<Outcome> {
  try {
    return { answer: await send() };
  } catch (error) {
    return { error };
  }
}

function conclude(outcome: Outcome): HttpAnswer {
  if ("answer" in outcome) return outcome.answer;
  throw outcome.error;
}

function mayPass(outcome: Outcome): boolean {
  if ("answer" in outcome) return passingStatuses.includes(outcome.answer.status);
  return isTransportError(outcome.error) && outcome.error.code === "ERR_TRANSPORT_NETWORK";
}

function throwWhereStopped({ signal }: RetriedCall): void {
  if (signal.aborted) throw signal.reason;
}

function describe(
  { url, endpointName }: SentRequest,
  outcome: Outcome,
  plan: { readonly attempt: number; readonly delayMs: number },
): HttpRetriedEvent {
  const reason = "answer" in outcome ? { status: outcome.answer.status } : { error: outcome.error };
  return { type: "http.retried", endpointName, url: urlForMessage(parseUrl(url) ?? url), ...plan, ...reason };
}

function wrong(parameter: string, rule: string): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", { message: `${parameter} ${rule}.`, parameter });
}

/** What says that another attempt may do better: a wait that was too long, too many requests, and failures of servers and gateways. */
const passingStatuses: readonly number[] = [408, 429, 500, 502, 503, 504];
