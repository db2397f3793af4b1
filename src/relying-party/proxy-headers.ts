/** The header fields that go on to the API: neither credentials of the browser nor what is between it and this server alone. */
export function requestHeaders(given: Headers, csrfHeader: string): Headers {
  const dropped = new Set([...hopByHop, ...connectionFields(given), ...ownFields, csrfHeader.toLowerCase()]);
  return filter(given, (name) => !dropped.has(name) && !/^(?:sec-|proxy-|x-forwarded-|cf-|access-control-)/.test(name));
}

/** How an answer is filtered. */
export interface ResponseHeaderOptions {
  readonly keepSetCookie: boolean;
  readonly setCookies: readonly string[];
}

/**
 * The header fields that come back to the browser. Cookies of the API would be cookies of the application; its permissions for other origins would be permissions of the application.
 */
export function responseHeaders(given: Headers, { keepSetCookie, setCookies }: ResponseHeaderOptions): Headers {
  const dropped = new Set([...hopByHop, ...connectionFields(given), ...answerFields]);
  const headers = filter(given, (name) => !dropped.has(name) && !name.startsWith("access-control-"));
  headers.delete("set-cookie");
  for (const cookie of [...(keepSetCookie ? given.getSetCookie() : []), ...setCookies])
    headers.append("set-cookie", cookie);
  // The answer is one user's.
  if (!/\b(?:no-store|private)\b/i.test(headers.get("cache-control") ?? "")) headers.set("cache-control", "no-store");
  return headers;
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

/** `fetch` has decoded the body already. */
const answerFields: readonly string[] = [
  "clear-site-data",
  "content-encoding",
  "dpop-nonce",
  "strict-transport-security",
];
