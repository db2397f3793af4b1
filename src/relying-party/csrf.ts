import type { Settings } from "./settings.ts";

/**
 * Whether a request was made by a page or a script of this origin: the browser says so (`Sec-Fetch-Site`, `Origin`), or it carries the header field, which
 * another origin cannot send without being asked first. One sign of another origin outweighs everything.
 */
export function isSameOrigin(
  request: Request,
  { baseUrl, csrfHeader }: Pick<Settings, "baseUrl" | "csrfHeader">,
): boolean {
  const { headers } = request;
  const [site, origin] = [headers.get("sec-fetch-site"), headers.get("origin")];
  if (isForeign(request, { baseUrl })) return false;
  return site === "same-origin" || origin === baseUrl || headers.get(csrfHeader) === "1";
}

/** Whether the browser says that another origin made the request. */
export function isForeign({ headers }: Request, { baseUrl }: Pick<Settings, "baseUrl">): boolean {
  const [site, origin] = [headers.get("sec-fetch-site"), headers.get("origin")];
  if (site !== null && site !== "same-origin" && site !== "none") return true;
  // A page that tells nobody where it is has the origin "null" even for its own server; which server that is, the browser says in the other field.
  return origin !== null && origin !== baseUrl && !(origin === "null" && site === "same-origin");
}

/** Whether a browser asks before anybody has clicked. What then begins or ends, nobody has wanted. */
export function isPrefetch({ headers }: Request): boolean {
  return ["sec-purpose", "purpose", "x-moz"].some((name) => /\bprefetch\b/i.test(headers.get(name) ?? ""));
}

/** Whether a browser shows the answer as a page. */
export function isNavigation({ method, headers }: Request): boolean {
  if (method !== "GET" && method !== "HEAD") return false;
  const mode = headers.get("sec-fetch-mode");
  return mode === null ? (headers.get("accept") ?? "").includes("text/html") : mode === "navigate";
}

/** Methods that change nothing. */
export const safeMethods: readonly string[] = ["GET", "HEAD", "OPTIONS"];
