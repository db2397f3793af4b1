import type { ProviderContext } from "../context.ts";
import { createHandle } from "../crypto/handle.ts";
import type { EndpointRequest } from "../http/connection.ts";
import { readCookie, writeCookie } from "./cookies.ts";

/** A browser, known before anybody has signed in: interactions and forms belong to it. */
export interface BrowserId {
  readonly id: string;
  /** `Set-Cookie` values to send along, where it is new. */
  readonly cookies: readonly string[];
}

/** The id that the browser's cookie holds; `undefined` where there is none, or none of ours. */
export function readBrowserId(context: ProviderContext, request: EndpointRequest): string | undefined {
  const id = readCookie(context, request, "browser");
  return id !== undefined && /^[\w-]{43}$/.test(id) ? id : undefined;
}

/** The id of the browser, or a new one with the cookie for it, which lasts until the browser is closed. */
export function readOrCreateBrowserId(context: ProviderContext, request: EndpointRequest): BrowserId {
  const known = readBrowserId(context, request);
  if (known !== undefined) return { id: known, cookies: [] };
  const id = createHandle(context.random);
  return { id, cookies: [writeCookie(context, "browser", id)] };
}
