import { ConfigurationError } from "../errors/families.ts";
import { isSecureUrl, parseUrl } from "../util/url.ts";
import { answerJson } from "./answers.ts";
import type { RelyingPartyContext } from "./context.ts";
import { cookiePrefix } from "./cookies.ts";
import { isForeign, isSameOrigin, safeMethods } from "./csrf.ts";
import { loadSession, readCode } from "./load-session.ts";
import { callWithSession, type ProxyCall, readProxiedBody } from "./proxy-exchange.ts";
import { requestHeaders, responseHeaders } from "./proxy-headers.ts";
import { findTarget } from "./proxy-path.ts";

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
 * Forwards a request of a script of this origin to one API, with the access token of the session, which the script never sees. An API that refuses the token is asked once more with a
 * renewed one, where the body can be sent twice.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for options that are wrong
 */
export async function proxy(context: RelyingPartyContext, request: Request, options: ProxyOptions): Promise<Response> {
  const { settings, report } = context;
  const { target, prefix = "/api", paths, methods = usualMethods, keepSetCookie = false } = options;
  const base = readTarget({ target, prefix, paths });
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
  const body = await readProxiedBody(request);
  if (body === "too_large") return answerJson(413, { error: "content_too_large" }, setCookies);
  const headers = requestHeaders(request.headers, settings.csrfHeader);
  const call = { url, method, headers, body, signal: request.signal };
  return forward(context, { proxied: { request, kept, call }, prefix, setCookies, keepSetCookie });
}

interface Forwarding {
  readonly prefix: string;
  readonly keepSetCookie: boolean;
  readonly proxied: Omit<ProxyCall, "onCookies">;
  readonly setCookies: readonly string[];
}

async function forward(
  context: RelyingPartyContext,
  { proxied, prefix, keepSetCookie, setCookies: former }: Forwarding,
): Promise<Response> {
  const { settings, report } = context;
  let setCookies = former;
  // Those of a renewal replace those of before.
  const onCookies = (cookies: readonly string[]): void => {
    if (cookies.length > 0) setCookies = cookies;
  };
  try {
    const response = await callWithSession(context, { ...proxied, onCookies });
    if (response === undefined) return answerJson(401, { error: "login_required" }, setCookies);
    const { status, statusText } = response;
    const ownCookies = cookiePrefix(settings);
    const headers = responseHeaders(response.headers, { keepSetCookie, setCookies, ownCookies });
    return new Response(response.body, { status, statusText, headers });
  } catch (error) {
    report({ type: "proxy.failed", path: prefix, sub: proxied.kept.record.tokens.claims.sub, code: readCode(error) });
    return answerFailure(error, setCookies);
  }
}

function answerFailure(error: unknown, setCookies: readonly string[]): Response {
  const code = readCode(error);
  if (code === "ERR_VERIFICATION_EXPIRED") return answerJson(401, { error: "login_required" }, setCookies);
  return answerJson(code === "ERR_TRANSPORT_TIMEOUT" ? 504 : 502, { error: "bad_gateway" }, setCookies);
}

function readTarget({ target, prefix, paths = [] }: Pick<ProxyOptions, "target" | "paths"> & { prefix: string }): URL {
  const url = parseUrl(target);
  if (!/^(?:\/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+$/.test(prefix)) throw wrong("prefix", "must be a path such as /api");
  if (!paths.every((path) => path.startsWith("/"))) throw wrong("paths", "must be paths such as /orders");
  const isPlain = url !== undefined && `${url.username}${url.password}${url.search}${url.hash}` === "";
  if (isPlain && isSecureUrl(url)) return url;
  throw wrong("target", "must be the https URL of an API, without credentials, query and fragment");
}

function wrong(parameter: string, rule: string): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", { message: `${parameter} ${rule}.`, parameter });
}

const usualMethods: readonly string[] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];
