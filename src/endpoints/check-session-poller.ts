import { ConfigurationError } from "../errors/families.ts";
import { isSecureUrl, parseUrl } from "../util/url.ts";
import { formatCheckSessionMessage, readCheckSessionReply } from "./check-session.ts";

/** A message event of a browser, as far as it is looked at. */
export interface FrameMessageEvent {
  readonly data: unknown;
  readonly origin: string;
  readonly source: unknown;
}

/** The part of `window` that a poller uses. */
export interface PollingWindow {
  readonly addEventListener: (type: "message", listener: (event: FrameMessageEvent) => void) => void;
  readonly removeEventListener: (type: "message", listener: (event: FrameMessageEvent) => void) => void;
  readonly setInterval: (run: () => void, milliseconds: number) => unknown;
  readonly clearInterval: (timer: never) => void;
}

/** The part of an `iframe` element that a poller uses. */
export interface PolledFrame {
  readonly contentWindow: { readonly postMessage: (message: string, targetOrigin: string) => void } | null;
}

/** What a poller is made of. */
export interface CheckSessionPollerOptions {
  /** The page's own `window`. */
  readonly window: PollingWindow;
  /** The `iframe` element with the provider's `check_session_iframe`, loaded. */
  readonly iframe: PolledFrame;
  readonly clientId: string;
  /** `session_state` of the last authorization response. */
  readonly sessionState: string;
  /** Origin of `check_session_iframe`, exactly: `https://id.example.com`. */
  readonly opOrigin: string;
  /** Time between questions, 1 to 86400 seconds. Default 10. */
  readonly intervalSeconds?: number | undefined;
  /** The session at the provider has changed: ask for a new login with `prompt=none`. The poller has stopped. */
  readonly onChanged: () => void;
  /** The provider's frame did not understand the question; do not ask for a login. The poller has stopped. */
  readonly onError?: (() => void) | undefined;
}

/** Asks the provider's frame whether the session has changed, again and again. */
export interface CheckSessionPoller {
  /** Asks at once, and then at each interval. Does nothing while it runs. */
  readonly start: () => void;
  /** Stops asking and listening. */
  readonly stop: () => void;
}

/**
 * Creates what watches the user's session at the provider from a page of the client. Questions go to the provider's origin alone; answers
 * count only from that origin and that very frame. It touches nothing of the browser before `start`.
 *
 * Browsers that block cookies of other sites hide the session from the provider's frame, which then says `changed` each time, or
 * nothing at all. Limit how often `onChanged` leads to a login, and do not rely on it alone: back-channel logout has no such limit.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` naming the option
 * @throws ValidationError `ERR_VALIDATION_REQUEST` for a `sessionState` that is none
 * @see OpenID Connect Session Management §3.1
 */
export function createCheckSessionPoller(options: CheckSessionPollerOptions): CheckSessionPoller {
  const { window, iframe, opOrigin, intervalSeconds = 10, onChanged, onError } = options;
  checkPollerOptions(opOrigin, intervalSeconds);
  const message = formatCheckSessionMessage(options.clientId, options.sessionState);
  let stopTimer: (() => void) | undefined;

  function ask(): void {
    iframe.contentWindow?.postMessage(message, opOrigin);
  }

  function listen({ data, origin, source }: FrameMessageEvent): void {
    if (origin !== opOrigin || source !== iframe.contentWindow || source === null) return;
    const reply = readCheckSessionReply(data);
    if (reply === undefined || reply === "unchanged") return;
    stop();
    if (reply === "changed") onChanged();
    else onError?.();
  }

  function start(): void {
    if (stopTimer !== undefined) return;
    stopTimer = startTimer(window, ask, intervalSeconds * 1000);
    window.addEventListener("message", listen);
    ask();
  }

  function stop(): void {
    stopTimer?.();
    stopTimer = undefined;
    window.removeEventListener("message", listen);
  }

  return Object.freeze({ start, stop });
}

/** What a timer is named by differs between run-times, and concerns nobody but the window that made it. */
function startTimer(window: PollingWindow, run: () => void, milliseconds: number): () => void {
  const timer = window.setInterval(run, milliseconds);
  return () => window.clearInterval(timer as never);
}

/** `*` or a path in the place of the origin would tell other pages who the user's session belongs to. */
function checkPollerOptions(opOrigin: string, intervalSeconds: number): void {
  const url = typeof opOrigin === "string" ? parseUrl(opOrigin) : undefined;
  if (url === undefined || !isSecureUrl(url) || url.origin !== opOrigin) {
    throw wrong("opOrigin", "must be an origin such as https://id.example.com");
  }
  if (!Number.isFinite(intervalSeconds) || intervalSeconds < 1 || intervalSeconds > 86_400) {
    throw wrong("intervalSeconds", "must be a number of seconds from 1 to 86400");
  }
}

function wrong(parameter: string, rule: string): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", { message: `${parameter} ${rule}.`, parameter });
}
