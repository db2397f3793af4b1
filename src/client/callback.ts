import type { AuthorizationTransaction } from "../endpoints/authorization-transaction.ts";
import { readResponseMode } from "../endpoints/response-type.ts";
import { ConfigurationError, VerificationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import { isFormType, isRequest, isUnread, readRequestBody } from "../http/request-body.ts";
import { urlForMessage } from "../util/url.ts";

/** What arrived at the redirect URI: its URL (absolute, or path and query as Node servers give it), or the whole request. */
export type AuthorizationCallback = string | URL | URLSearchParams | Request;

/**
 * The parameters of a callback: of the query, of the fragment where the request asked for it, or of the form that a `form_post` request carries. Only parameters are taken from
 * it; the redirect URI always comes from the transaction, so a proxy in between changes nothing.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for something that is not a callback
 * @throws TransportError when the form does not arrive in time
 * @see OAuth 2.0 Form Post Response Mode §2
 */
export async function readCallback(
  callback: AuthorizationCallback,
  transaction: AuthorizationTransaction,
  limits: CallbackLimits,
): Promise<URLSearchParams> {
  if (callback instanceof URLSearchParams) return callback;
  if (typeof callback === "string" || callback instanceof URL) return readUrl(callback, transaction);
  if (!isRequest(callback)) throw notACallback("The callback is neither a URL, nor parameters, nor a Request.");
  if (callback.method === "GET") return readUrl(callback.url, transaction);
  if (callback.method !== "POST" || !isUnread(callback) || !isFormType(callback.headers.get("content-type"))) {
    throw notACallback("The request is neither a GET nor a form POST whose body is unread.");
  }
  const endpoint = `redirect_uri ${urlForMessage(transaction.redirectUri)}`;
  const refuse = (problem: string): Error => notACallback(`The form ${problem}.`);
  return new URLSearchParams(await readRequestBody(callback, { ...limits, endpoint, maxBytes: maxFormBytes, refuse }));
}

/** Bounds of reading a callback. */
export interface CallbackLimits {
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
}

/** How old a transaction may be. */
export interface TransactionAge {
  readonly lifetimeSeconds: number;
  readonly clockToleranceSeconds: number;
  readonly nowMs: number;
}

/**
 * Checks that a transaction has not expired and was not made in the future.
 * @throws VerificationError `ERR_VERIFICATION_TRANSACTION`
 */
export function checkTransactionAge(transaction: AuthorizationTransaction, age: TransactionAge): void {
  const seconds = Math.floor((age.nowMs - transaction.createdAt) / 1000);
  if (seconds <= age.lifetimeSeconds && seconds >= -age.clockToleranceSeconds) return;
  throw new VerificationError("ERR_VERIFICATION_TRANSACTION", {
    message:
      seconds < 0
        ? `The authorization was started ${-seconds} seconds in the future.`
        : `The authorization was started ${seconds} seconds ago; it may be finished within ${age.lifetimeSeconds}.`,
    parameter: "createdAt",
    specification: specification("rfc6749", "10.12"),
    remedy: "Start a new authorization.",
  });
}

/** Parameters are taken from where the request asked for them, never from both places. */
function readUrl(callback: string | URL, transaction: AuthorizationTransaction): URLSearchParams {
  const url = parseCallback(callback, transaction);
  const { mode } = readResponseMode(transaction.responseType, transaction.responseMode);
  const fragment = /^#(?:.*&)?(?:code|error|response|state|id_token|access_token)=/.test(url.hash);
  if (mode === "fragment") {
    if (fragment) return new URLSearchParams(url.hash.slice(1));
    throw notACallback("The fragment of the URL carries no parameters; this authorization asked for them there.");
  }
  if (url.search === "" && fragment) {
    throw notACallback("The parameters are in the fragment of the URL; this authorization asked for them elsewhere.");
  }
  if (url.search === "") throw notACallback("The callback carries no parameters.");
  return url.searchParams;
}

function parseCallback(callback: string | URL, transaction: AuthorizationTransaction): URL {
  if (callback instanceof URL) return callback;
  try {
    return new URL(callback, transaction.redirectUri);
  } catch {
    throw notACallback("The callback is not a URL.");
  }
}

function notACallback(message: string): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message,
    parameter: "callback",
    specification: specification("rfc6749", "4.1.2"),
    remedy:
      "Pass the URL that the browser requested at the redirect URI (req.url in Node; location.href for a fragment), or the Request itself; for a form post in Node, new URLSearchParams(body).",
  });
}

const maxFormBytes = 65_536;
