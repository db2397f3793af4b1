import { oauthErrors } from "../constants/oauth-errors.ts";
import { type AuthError, isAuthError } from "../errors/auth-error.ts";
import { ConfigurationError, isResponseError, isTransportError } from "../errors/families.ts";
import { isOAuthError, type OAuthError } from "../errors/oauth-error.ts";
import { specification } from "../errors/specification.ts";
import type { ExchangeContext } from "../exchange/context.ts";
import { waitFor } from "../metadata/wait-for.ts";
import { createReporter } from "../util/reporter.ts";
import { systemWait, type Wait } from "../util/wait.ts";
import type { GrantResult } from "./grants/grant-result.ts";

/** The user agreed, and these are the tokens. */
export interface GrantedPoll extends GrantResult {
  readonly status: "granted";
}

/** The user has not decided yet; `slow_down`: and the client asks too often. */
export interface PendingPoll {
  readonly status: "pending" | "slow_down";
  readonly error: OAuthError;
}

/** The user refused. */
export interface DeniedPoll {
  readonly status: "denied";
  readonly error: OAuthError;
}

/** The user did not decide in time; `error` is there when the server said so, and not the clock. */
export interface ExpiredPoll {
  readonly status: "expired";
  readonly error: OAuthError | undefined;
}

/** What asking once for tokens gives. */
export type PollStep = GrantedPoll | PendingPoll | DeniedPoll | ExpiredPoll;

/** How polling ends. */
export type PollResult = Exclude<PollStep, PendingPoll>;

/** Why polling goes on. */
export interface PollPending {
  /** `unreachable`: no answer arrived, or the server is overloaded. */
  readonly status: PendingPoll["status"] | "unreachable";
  readonly error: AuthError;
  /** Seconds until the client asks again. */
  readonly nextPollInSeconds: number;
}

/** How a poller behaves. */
export interface PollOptions {
  /** Ends the polling at once, also while it waits. */
  readonly signal?: AbortSignal | undefined;
  /** Told each time the user has not decided yet. What it throws has no effect. */
  readonly onPending?: ((pending: PollPending) => void) | undefined;
  /** Waits between two requests. Default: the platform's timer. */
  readonly wait?: Wait | undefined;
}

/** What is polled for. */
export interface PollSubject {
  /** Seconds between two requests, as the server asked for. */
  readonly intervalSeconds: number;
  /** When the codes expire, in milliseconds since 1970. */
  readonly expiresAt: number;
  /** Asks once. */
  readonly ask: () => Promise<PollStep>;
}

/**
 * Asks once, and gives the four errors that tell how far the user is as results.
 * @throws every other error of the grant
 * @see RFC 8628 §3.5
 * @see CIBA Core §11
 */
export async function askForToken(grant: () => Promise<GrantResult>): Promise<PollStep> {
  try {
    return Object.freeze({ status: "granted", ...(await grant()) });
  } catch (error) {
    if (!isOAuthError(error)) throw error;
    const status = Object.hasOwn(statusOf, error.error) ? statusOf[error.error] : undefined;
    if (status === undefined) throw error;
    return Object.freeze({ status, error });
  }
}

/**
 * Asks until the user has decided or the codes expire. It waits before each request; `slow_down` makes all further waits five seconds
 * longer. While no answer arrives or the server is overloaded, the waits double up to a minute (the interval, if that is longer), and the server's
 * `Retry-After` is kept.
 * @throws TransportError `ERR_TRANSPORT_ABORTED` when the signal fires
 * @throws every error of a request that asking again cannot mend
 * @see RFC 8628 §3.5
 */
export async function pollToken(
  { clock }: Pick<ExchangeContext, "clock">,
  subject: PollSubject,
  { signal, onPending, wait = systemWait }: PollOptions = {},
): Promise<PollResult> {
  checkSubject(subject);
  const { expiresAt, ask } = subject;
  const tell = createReporter(onPending);
  const pace: Pace = { interval: Math.max(subject.intervalSeconds, minIntervalSeconds), failures: 0 };
  let delay = pace.interval;
  for (;;) {
    const left = expiresAt - clock();
    if (left > 0)
      await waitFor(signal?.aborted === true ? never() : wait(Math.min(delay * 1000, left), signal), signal);
    if (clock() >= expiresAt) return Object.freeze({ status: "expired", error: undefined });
    const step = await askPatiently(ask);
    if (isFinal(step)) return step;
    delay = nextDelay(pace, step);
    tell?.({ status: step.status, error: step.error, nextPollInSeconds: delay });
  }
}

/** How fast the poller goes. */
interface Pace {
  /** Seconds; grows with each `slow_down`. */
  interval: number;
  /** Requests without an answer since the last one that had one. */
  failures: number;
}

interface Unreachable {
  readonly status: "unreachable";
  readonly error: AuthError;
}

async function askPatiently(ask: () => Promise<PollStep>): Promise<PollStep | Unreachable> {
  try {
    return await ask();
  } catch (error) {
    if (isAuthError(error) && mayPass(error)) return { status: "unreachable", error };
    throw error;
  }
}

function isFinal(step: PollStep | Unreachable): step is PollResult {
  return step.status === "granted" || step.status === "denied" || step.status === "expired";
}

function nextDelay(pace: Pace, { status, error }: PendingPoll | Unreachable): number {
  if (status === "slow_down") pace.interval += slowDownSeconds;
  pace.failures = status === "unreachable" ? pace.failures + 1 : 0;
  const delay = Math.min(pace.interval * 2 ** pace.failures, Math.max(maxBackoffSeconds, pace.interval));
  const retryAfter = isOAuthError(error) || isResponseError(error) ? error.retryAfterSeconds : undefined;
  return Math.max(delay, retryAfter ?? 0);
}

/**
 * Whether a failure is one of the network or of a server that is overloaded. One that happened elsewhere, at the issuer's keys for
 * example, came after the tokens: the code is used up, and to ask again would lose them without a word.
 */
function mayPass(error: AuthError): boolean {
  if (error.endpoint !== undefined && !error.endpoint.startsWith(tokenEndpoint)) return false;
  if (isTransportError(error)) return error.code !== "ERR_TRANSPORT_ABORTED";
  if (isResponseError(error)) return error.code === "ERR_RESPONSE_STATUS" && isOverload(error.status);
  if (!isOAuthError(error)) return false;
  return error.error === oauthErrors.temporarilyUnavailable || (error.status !== undefined && isOverload(error.status));
}

function isOverload(status: number): boolean {
  return status >= 500 || status === 429;
}

/** With a time that is no number, the poller would ask without a pause or for ever. */
function checkSubject({ intervalSeconds, expiresAt }: PollSubject): void {
  if (Number.isFinite(intervalSeconds) && Number.isFinite(expiresAt)) return;
  throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: "intervalSeconds and expiresAt must be numbers.",
    parameter: Number.isFinite(intervalSeconds) ? "expiresAt" : "intervalSeconds",
    specification: specification("rfc8628", "3.2"),
    remedy: "Store what started the authorization whole, as JSON, and pass it back parsed and unchanged.",
  });
}

/** Waited for where the signal has fired already: no timer is started. */
function never(): Promise<void> {
  return new Promise(() => undefined);
}

const statusOf: Readonly<Record<string, "pending" | "slow_down" | "denied" | "expired">> = {
  authorization_pending: "pending",
  slow_down: "slow_down",
  access_denied: "denied",
  expired_token: "expired",
};

const tokenEndpoint = "token_endpoint";
/** Less would be an attack on the server, whatever it says. */
const minIntervalSeconds = 1;
const slowDownSeconds = 5;
const maxBackoffSeconds = 60;
