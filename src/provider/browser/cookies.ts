import { parse, serialize } from "hono/utils/cookie";
import type { ProviderContext } from "../context.ts";
import { sha256 } from "../crypto/digest.ts";
import type { EndpointRequest } from "../http/connection.ts";

/** What a cookie holds: the signed-in session, the browser before any login, or that somebody signed in here before. */
export type CookieRole = "session" | "browser" | "device";

/**
 * Name of a cookie. With https it has the prefix `__Host-`, so that no neighbouring host and no unencrypted answer can plant one; with http on the loopback
 * interface browsers would refuse that. Cookies know no port, and with the prefix no path: where the issuer has either, the name says which issuer it is, so that
 * several providers on one host do not sign each other's people out.
 */
export function cookieName({ issuer }: ProviderContext, role: CookieRole): string {
  const { port, pathname } = new URL(issuer);
  const isAlone = port === "" && pathname === "/";
  return `${isHttps(issuer) ? "__Host-" : ""}ti_${role}${isAlone ? "" : `_${sha256(issuer).slice(0, 8)}`}`;
}

/** The value of a cookie; `undefined` where the browser sent none. */
export function readCookie(context: ProviderContext, { raw }: EndpointRequest, role: CookieRole): string | undefined {
  const name = cookieName(context, role);
  return parse(raw.headers.get("cookie") ?? "", name)[name];
}

/** Writes a `Set-Cookie` value. Without `maxAgeSeconds` the cookie ends with the browser. */
export function writeCookie(
  context: ProviderContext,
  role: CookieRole,
  value: string,
  { maxAgeSeconds }: { readonly maxAgeSeconds?: number | undefined } = {},
): string {
  return serialize(cookieName(context, role), value, {
    path: "/",
    httpOnly: true,
    // A redirect from a client's site to the authorization endpoint must bring the session along, which Strict would keep back.
    sameSite: "Lax",
    secure: isHttps(context.issuer),
    ...(maxAgeSeconds === undefined ? {} : { maxAge: Math.min(maxAgeSeconds, longestSeconds) }),
  });
}

/** Writes a `Set-Cookie` value that removes a cookie: same name, path and attributes. */
export function clearCookie(context: ProviderContext, role: CookieRole): string {
  return writeCookie(context, role, "", { maxAgeSeconds: 0 });
}

/** Only the issuer says whether the provider is reached by https; no request does. */
function isHttps(issuer: string): boolean {
  return issuer.startsWith("https:");
}

/** Browsers keep no cookie longer than 400 days. */
const longestSeconds = 34_560_000;
