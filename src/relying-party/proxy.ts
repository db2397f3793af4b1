import type { ResourceRequest } from "../endpoints/resource-request.ts";
import { ConfigurationError, isTransportError } from "../errors/families.ts";
import { isSecureUrl, parseUrl } from "../util/url.ts";
import { answerJson } from "./answers.ts";
import type { RelyingPartyContext } from "./context.ts";
import { isForeign, isSameOrigin } from "./csrf.ts";
import { loadSession, readCode } from "./load-session.ts";
import { requestHeaders, responseHeaders } from "./proxy-headers.ts";
import { findTarget } from "./proxy-path.ts";
import { requireGoodToken } from "./session.ts";

/** Where a proxy forwards to, and what. */
export interface ProxyOptions {
  /** URL of the API that requests go to, with the path that they go below. `https`, or `http` on a loopback host. */
  readonly target: string;
  /** Path of the application that is replaced by the target's. Default `/api`. */
  readonly prefix?: string | undefined;
  /** Paths below the target that may be called, each with everything below it: `/orders`. Default: all. */
  readonly paths?: readonly string[] | undefined;
  /** Default: GET, HEAD, POST, PUT, PATCH and DELETE. */
  readonly methods?: readonly string[] | undefined;
  /** Whether cookies that the API sets reach the browser. Default `false`. */
  readonly keepSetCookie?: boolean | undefined;
}

/**
 * Forwards a request of a script of this origin to one API, with the access token of the session, which the script never sees.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for options that are wrong
 */
export async function proxy(context: RelyingPartyContext, request: Request, options: ProxyOptions): Promise<Response> {
  const { settings, client, report } = context;
  const { target, prefix = "/api", paths, methods = usualMethods, keepSetCookie = false } = options;
  const base = readTarget(target, prefix);
  const method = request.method.toUpperCase();
  // Reading is safe for the user, not for what is read: another origin gets nothing either.
  const isOwn = safeMethods.includes(method) ? !isForeign(request, settings) : isSameOrigin(request, settings);
  if (!isOwn) {
    report({ type: "request.refused", path: prefix });
    return answerJson(403, {
      error: "forbidden",
      error_description: `The header field ${settings.csrfHeader} is missing.`,
    });
  }
  if (!methods.includes(method)) return answerJson(405, { error: "method_not_allowed" });
  const url = findTarget(request.url, { base, prefix, paths });
  if (url === undefined) return answerJson(404, { error: "not_found" });
  const { kept, setCookies } = await loadSession(context, request, { slide: true });
  if (kept === undefined) return answerJson(401, { error: "login_required" }, setCookies);
  try {
    const tokens = requireGoodToken(context, kept.record.tokens);
    const headers = requestHeaders(request.headers, settings.csrfHeader);
    const body = await readBody(request, tokens.jkt !== undefined);
    const { signal } = request;
    const response = await client.fetchResource(tokens, { url, method, headers, body, signal });
    const { status, statusText } = response;
    return new Response(response.body, {
      status,
      statusText,
      headers: responseHeaders(response.headers, { keepSetCookie, setCookies }),
    });
  } catch (error) {
    return answerFailure(error, setCookies);
  }
}

/** A stream goes through as it comes. An API that demands a nonce for its proof is asked twice, for which a small body is kept. */
async function readBody(request: Request, isBound: boolean): Promise<ResourceRequest["body"]> {
  const length = request.headers.get("content-length");
  if (isBound && request.body !== null && length !== null && Number(length) <= maxKeptBytes) {
    return request.arrayBuffer();
  }
  return request.body;
}

function answerFailure(error: unknown, setCookies: readonly string[]): Response {
  const code = readCode(error);
  if (code === "ERR_VERIFICATION_EXPIRED") return answerJson(401, { error: "login_required" }, setCookies);
  if (isTransportError(error)) {
    return answerJson(code === "ERR_TRANSPORT_TIMEOUT" ? 504 : 502, { error: "bad_gateway" }, setCookies);
  }
  return answerJson(502, { error: "bad_gateway" }, setCookies);
}

function readTarget(target: string, prefix: string): URL {
  const url = parseUrl(target);
  if (!/^(?:\/[A-Za-z0-9._~-]+)+$/.test(prefix)) throw wrong("prefix", "must be a path such as /api");
  if (url !== undefined && isSecureUrl(url) && url.username === "" && url.search === "" && url.hash === "") return url;
  throw wrong("target", "must be the https URL of an API, without query and fragment");
}

function wrong(parameter: string, rule: string): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", { message: `${parameter} ${rule}.`, parameter });
}

const safeMethods: readonly string[] = ["GET", "HEAD", "OPTIONS"];
const usualMethods: readonly string[] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];
const maxKeptBytes = 1_048_576;
