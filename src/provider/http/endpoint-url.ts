import { parseUrl } from "../../util/url.ts";
import type { ProviderContext } from "../context.ts";
import type { EndpointRequest } from "./connection.ts";

/** URL of a route under the origin that asks for client certificates, where there is one. */
export function certificateUrlOf({ issuer, options }: ProviderContext, path: string): string | undefined {
  const origin = options.clientAuthentication?.certificateOrigin;
  return origin === undefined ? undefined : `${origin}${new URL(issuer).pathname.replace(/\/$/, "")}${path}`;
}

/**
 * The published URL at which an endpoint was called, as a DPoP proof names it: the host of the request decides between the two that there are, and is not
 * believed beyond that.
 * @see RFC 8705 §5
 */
export function endpointUrl(context: ProviderContext, { raw, path }: Pick<EndpointRequest, "raw" | "path">): string {
  const alias = certificateUrlOf(context, path);
  return alias !== undefined && parseUrl(raw.url)?.host === parseUrl(alias)?.host ? alias : context.urlOf(path);
}
