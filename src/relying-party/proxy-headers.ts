import { readChallenges } from "../exchange/challenge.ts";

/** The header fields that go on to the API: neither credentials of the browser nor what is between it and this server alone. */
export function requestHeaders(given: Headers, csrfHeader: string): Headers {
  const dropped = new Set([...hopByHop, ...connectionFields(given), ...ownFields, csrfHeader.toLowerCase()]);
  return filter(given, (written) => {
    // Many servers take an underscore for a hyphen.
    const name = written.replaceAll("_", "-");
    return !dropped.has(written) && !dropped.has(name) && !trustedPrefixes.test(name);
  });
}

/** How an answer is filtered. */
export interface ResponseHeaderOptions {
  readonly keepSetCookie: boolean;
  readonly setCookies: readonly string[];
  /** What the names of the application's own cookies begin with. */
  readonly ownCookies: string;
}

/**
 * The header fields that come back to the browser. Cookies of the API would be cookies of the application; its permissions for other origins would be permissions of the application.
 */
export function responseHeaders(
  given: Headers,
  { keepSetCookie, setCookies, ownCookies }: ResponseHeaderOptions,
): Headers {
  const dropped = new Set([...hopByHop, ...connectionFields(given), ...answerFields]);
  const headers = filter(given, (name) => !dropped.has(name) && !serverPrefixes.test(name));
  headers.delete("set-cookie");
  const foreign = given.getSetCookie().filter((cookie) => !cookie.trimStart().startsWith(ownCookies));
  for (const cookie of [...(keepSetCookie ? foreign : []), ...setCookies]) headers.append("set-cookie", cookie);
  // The answer is one user's.
  if (setCookies.length > 0 || !isKeptFromOthers(headers)) headers.set("cache-control", "no-store");
  if (!areChallengesOfOauth(given)) headers.delete("www-authenticate");
  headers.set("x-content-type-options", "nosniff");
  // A browser that shows it as a page must not run what stands in it: it would run as a page of the application.
  if (runnable.test(headers.get("content-type") ?? "")) headers.append("content-security-policy", "sandbox");
  return headers;
}

/** `private="x-field"` is about a field alone. */
function isKeptFromOthers(headers: Headers): boolean {
  const directives = (headers.get("cache-control") ?? "").split(",").map((directive) => directive.trim().toLowerCase());
  return directives.includes("no-store") || directives.includes("private");
}

/** Any other challenge makes the browser ask the user for a password. */
function areChallengesOfOauth(headers: Headers): boolean {
  return readChallenges(headers).every(({ scheme }) => ["bearer", "dpop"].includes(scheme));
}

function filter(given: Headers, isKept: (name: string) => boolean): Headers {
  return new Headers([...given].filter(([name]) => isKept(name.toLowerCase())));
}

/** Fields that the sender names as being for this connection. */
function connectionFields(headers: Headers): readonly string[] {
  return (headers.get("connection") ?? "").split(",").map((name) => name.trim().toLowerCase());
}

const hopByHop: readonly string[] = [
  "connection",
  "keep-alive",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "http2-settings",
  "content-length",
];

/** What servers believe because a proxy or a gateway has set it: who asks, from where, with which certificate, and what is really asked for. */
const trustedPrefixes =
  /^(?:sec-|proxy-|x-forwarded|x-original-|x-rewrite-|x-http-method|x-method-override|x-real-ip|x-remote-|remote-|x-client-|client-cert|x-cluster-|true-client-|x-ssl-|ssl-|x-ms-|x-amzn-|x-goog-|x-envoy-|x-accel-|x-sendfile|cf-|fastly-|access-control-)/;

const ownFields: readonly string[] = [
  "authorization",
  "cookie",
  "cookie2",
  "dpop",
  "expect",
  "forwarded",
  "host",
  "origin",
  "referer",
  "accept-encoding",
];

/** `fetch` has decoded the body already; the others are about the API's origin, or its dealings with this server. */
const answerFields: readonly string[] = [
  "alt-svc",
  "authentication-info",
  "authorization",
  "clear-site-data",
  "content-encoding",
  "cookie",
  "dpop",
  "dpop-nonce",
  "nel",
  "proxy-authenticate",
  "proxy-authentication-info",
  "refresh",
  "report-to",
  "reporting-endpoints",
  "service-worker-allowed",
  "set-cookie2",
  "set-login",
  "strict-transport-security",
];

/** What a browser, a cache or a server in front does on behalf of the application because an answer says so: permissions for other origins, keeping one user's answer for all, sending files. */
const serverPrefixes =
  /^(?:access-control-|(?:.+-)?cdn-cache-control$|surrogate-|edge-control$|x-accel-|x-sendfile|x-lighttpd-)/;

const runnable = /^\s*(?:text\/html|text\/xml|application\/xml|[^;]*\+xml)/i;
