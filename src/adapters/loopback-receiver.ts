import { once } from "node:events";
import type { Server } from "node:http";
import type {
  AuthorizationCallOptions,
  AuthorizationMethods,
  ClaimsForScope,
} from "../client/authorization-methods.ts";
import type { LoginTokenSet } from "../client/custom-token-set.ts";
import type { AuthorizationParameters } from "../endpoints/authorization-parameters.ts";
import { ConfigurationError, TransportError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import { checkOptionNames, type OptionNames } from "../util/check-option-names.ts";
import { listenOnLoopback, waitForCallback } from "./loopback-callback.ts";
import type { LoopbackHost } from "./loopback-host.ts";
import { openSystemBrowser } from "./open-browser.ts";

/** The client that signs in: one of `createClient`. Where it names `redirect_uris`, one of them is `http://127.0.0.1/callback`, with the host and path used here; the port may be any. */
export type LoopbackClient<Custom = undefined> = Pick<
  AuthorizationMethods<Custom>,
  "startAuthorization" | "finishAuthorization"
>;

/** What became of a sign-in, for the page in the browser. */
export type LoopbackOutcome = "signedIn" | "failed";

/** How a sign-in on the loopback interface is made. Everything has a default. */
export interface LoopbackSignInOptions<Scope extends string = "openid">
  extends Pick<AuthorizationCallOptions, "extra" | "signal"> {
  /** What the authorization asks for. The redirect URI is made here. */
  readonly parameters?: Omit<AuthorizationParameters<Scope>, "redirect_uri" | "response_mode" | "response_type">;
  /** Shows a URL to the person. It may end when the browser has started, or when it is closed. Default: the browser of the system, started without a shell. */
  readonly openBrowser?: ((url: string) => unknown) | undefined;
  /** The interface to listen at. Default `127.0.0.1`. */
  readonly host?: LoopbackHost | undefined;
  /** The port to listen at. Default 0: any that is free. */
  readonly port?: number | undefined;
  /** Path of the redirect URI. Default `/callback`. */
  readonly path?: string | undefined;
  /** How long the person may take, in milliseconds. Default five minutes. */
  readonly timeoutMs?: number | undefined;
  /** Writes the HTML that the person ends at, for either outcome before the browser starts. It runs no script and loads nothing. Default: one sentence in English. */
  readonly page?: ((outcome: LoopbackOutcome) => string) | undefined;
}

/**
 * Signs a person in for a program on their own machine: listens on the loopback interface, sends the browser to the server with the port that was
 * bound in the redirect URI, takes the one answer whose `state` is right, redeems its code, says so in the browser, and stops listening, whatever
 * happened. Other requests (another host, path, method or state) are refused and do not end the wait.
 * @throws OAuthError `ERR_OAUTH_AUTHORIZATION` when the person or the server said no; TransportError `ERR_TRANSPORT_TIMEOUT` when nobody came back in time,
 * `ERR_TRANSPORT_ABORTED`; ConfigurationError `ERR_CONFIGURATION_OPTION` for a port in use, a browser that does not start and a page that is no text; and as `finishAuthorization`
 * @see RFC 8252 §7.3
 * @see RFC 8252 §8.3
 */
export async function signInOnLoopback<Scope extends string = "openid", Custom = undefined>(
  client: LoopbackClient<Custom>,
  options: LoopbackSignInOptions<Scope> = {},
): Promise<LoginTokenSet<ClaimsForScope<Scope>, Custom>> {
  checkOptions(options);
  const { host = "127.0.0.1", port = 0, path = "/callback", page = writePage } = options;
  const { extra, openBrowser = openSystemBrowser, timeoutMs = defaultTimeoutMs } = options;
  const pages = { signedIn: renderPage(page, "signedIn"), failed: renderPage(page, "failed") };
  const deadline = AbortSignal.timeout(timeoutMs);
  const signal = options.signal === undefined ? deadline : AbortSignal.any([deadline, options.signal]);
  if (signal.aborted) throw ended(options.signal, timeoutMs);
  const { server, origin } = await listenOnLoopback({ host, port });
  try {
    const parameters: AuthorizationParameters<Scope> = { ...options.parameters, redirect_uri: `${origin}${path}` };
    const { url, transaction } = await client.startAuthorization<Scope>(parameters, { extra, signal });
    const callback = waitForCallback(server, { origin, path, state: transaction.state, signal });
    // A browser that does not start ends the wait. One that is waited for does not delay it: it may be open until the answer has gone out.
    const { query, answer } = await Promise.race([callback, startBrowser(openBrowser, url).then(() => callback)]);
    try {
      const tokens = await client.finishAuthorization(query, transaction, { signal: options.signal });
      await answer(200, pages.signedIn);
      return tokens;
    } catch (error) {
      await answer(400, pages.failed);
      throw error;
    }
  } catch (error) {
    throw signal.aborted && isAbort(error, signal) ? ended(options.signal, timeoutMs) : error;
  } finally {
    await close(server);
  }
}

function isAbort(error: unknown, { reason }: AbortSignal): boolean {
  return error === reason || (error instanceof TransportError && error.code === "ERR_TRANSPORT_ABORTED");
}

function ended(signal: AbortSignal | undefined, timeoutMs: number): TransportError {
  const isAborted = signal?.aborted === true;
  return new TransportError(isAborted ? "ERR_TRANSPORT_ABORTED" : "ERR_TRANSPORT_TIMEOUT", {
    message: isAborted
      ? "The sign-in was aborted."
      : `Nobody came back from the browser within ${timeoutMs} milliseconds.`,
    endpoint: "redirect_uri",
    specification: specification("rfc8252", "7.3"),
    remedy: isAborted ? undefined : "Start the sign-in again, or raise timeoutMs.",
    cause: isAborted ? signal.reason : undefined,
  });
}

async function startBrowser(openBrowser: (url: string) => unknown, url: string): Promise<void> {
  try {
    await openBrowser(url);
  } catch (cause) {
    throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
      message: "No browser could be started.",
      parameter: "openBrowser",
      specification: specification("rfc8252", "7.3"),
      remedy: "Give openBrowser, for example a function that prints the URL, or use the device flow.",
      cause,
    });
  }
}

async function close(server: Server): Promise<void> {
  const closed = once(server, "close");
  server.close();
  server.closeAllConnections();
  await closed;
}

/** Before anything begins: a page that can't be written must cost neither a sign-in nor the reason of a failure. */
function renderPage(page: (outcome: LoopbackOutcome) => unknown, outcome: LoopbackOutcome): string {
  const html = page(outcome);
  if (typeof html !== "string") throw wrong("page", "must be a function that gives HTML as text");
  return html;
}

function writePage(outcome: LoopbackOutcome): string {
  const text =
    outcome === "signedIn"
      ? "You are signed in. You can close this window."
      : "The sign-in did not work. Go back to the application; it can tell why.";
  const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Sign-in</title>`;
  return `<!doctype html><html lang="en">${head}<main><p>${text}</p></main></html>`;
}

function checkOptions(options: LoopbackSignInOptions<string>): void {
  checkOptionNames(options, optionNames, { of: "signInOnLoopback" });
  const { host = "127.0.0.1", port = 0, path = "/callback", timeoutMs = defaultTimeoutMs, openBrowser, page } = options;
  if (host !== "127.0.0.1" && host !== "[::1]") {
    throw wrong("host", "must be 127.0.0.1 or [::1]; a name may be resolved to another machine", "8.3");
  }
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw wrong("port", "must be a port, or 0 for any");
  if (typeof path !== "string" || !/^\/[\w.~/-]*$/.test(path) || path.startsWith("//")) {
    throw wrong("path", "must begin with one / and have letters, digits and - . _ ~ / only");
  }
  if (!Number.isInteger(timeoutMs) || timeoutMs < 1 || timeoutMs > 2_147_483_647) {
    throw wrong("timeoutMs", "must be a whole number of milliseconds, 1 or more");
  }
  for (const [name, value] of Object.entries({ openBrowser, page })) {
    if (value !== undefined && typeof value !== "function") throw wrong(name, "must be a function");
  }
}

function wrong(parameter: string, rule: string, section = "7.3"): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: `${parameter} ${rule}.`,
    parameter,
    specification: specification("rfc8252", section),
  });
}

const defaultTimeoutMs = 300_000;
const optionNames: OptionNames<LoopbackSignInOptions> = {
  parameters: true,
  openBrowser: true,
  host: true,
  port: true,
  path: true,
  timeoutMs: true,
  page: true,
  extra: true,
  signal: true,
};
