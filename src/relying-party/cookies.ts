import type { Settings } from "./settings.ts";

/** The cookies of a request, by name. */
export type RequestCookies = ReadonlyMap<string, string>;

/** How a cookie is written. */
export interface CookieOptions {
  /** `0` removes it. */
  readonly maxAgeSeconds: number;
  readonly sameSite: "lax" | "none";
}

/** Reads the cookies of a request. Of several with one name the first counts, which browsers send for the most specific path. */
export function readCookies(request: Request): RequestCookies {
  const cookies = new Map<string, string>();
  for (const pair of (request.headers.get("cookie") ?? "").split(";")) {
    const at = pair.indexOf("=");
    const name = pair.slice(0, at).trim();
    if (at > 0 && !cookies.has(name)) cookies.set(name, pair.slice(at + 1).trim());
  }
  return cookies;
}

/**
 * Writes a `Set-Cookie` value. With https the name has the prefix `__Host-`, so that neither a neighbouring host nor an unencrypted answer can plant one;
 * with http on a loopback host browsers would refuse that.
 */
export function writeCookie(
  { isHttps }: Pick<Settings, "isHttps">,
  [name, value]: readonly [name: string, value: string],
  { maxAgeSeconds, sameSite }: CookieOptions,
): string {
  // None without Secure is refused by browsers; on loopback they take Secure without https.
  const secure = isHttps || sameSite === "none" ? "; Secure" : "";
  const site = { lax: "Lax", none: "None" }[sameSite];
  return `${name}=${value}; Path=/; HttpOnly${secure}; SameSite=${site}; Max-Age=${Math.max(0, Math.floor(maxAgeSeconds))}`;
}

/**
 * Name of a cookie. Cookies know neither port nor, with the prefix, path; so both stand in the name. The tilde, which no base path has, ends them.
 */
export function cookieName(
  { isHttps, cookieBase }: Pick<Settings, "isHttps" | "cookieBase">,
  role: "session" | "login" | "logout",
  part: string,
): string {
  return `${cookiePrefix({ isHttps, cookieBase })}${role}${part === "" ? "" : `.${part}`}`;
}

/** What the names of all cookies begin with. */
export function cookiePrefix({ isHttps, cookieBase }: Pick<Settings, "isHttps" | "cookieBase">): string {
  return `${isHttps ? "__Host-" : ""}${cookieBase}~`;
}
