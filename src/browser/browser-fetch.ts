import { fetchProtectedResource, type ResourceRequest } from "../endpoints/resource-request.ts";
import { ConfigurationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import { discardBody } from "../http/body.ts";
import { parseUrl, urlForMessage } from "../util/url.ts";
import type { BrowserParts } from "./browser-parts.ts";
import type { BrowserClient } from "./options.ts";
import type { SessionRenewal } from "./renew-session.ts";

/** Creates the `fetch` of a client. */
export function createBrowserFetch(parts: BrowserParts, renewal: SessionRenewal): BrowserClient["fetch"] {
  const { options, contexts, clock, random, window } = parts;
  const { fetch, timeoutMs, allowedOrigins = [] } = options;
  return async (input, init = {}) => {
    const request = await readRequest(input, init, window.location.href);
    requireAllowed(request.url, allowedOrigins);
    const session = await renewal.getUsable();
    const send = async ({ tokens }: typeof session): Promise<Response> =>
      fetchProtectedResource({ fetch, timeoutMs, clock, random, dpop: await contexts.keyOf(tokens) }, tokens, request);
    const response = await send(session);
    const isFresh = clock() - session.tokens.receivedAt < minAgeMs;
    if (!refusesToken(response) || isFresh || isStream(request.body) || !renewal.canRenew(session)) return response;
    discardBody(response);
    return send(await renewal.getUsable(session));
  };
}

async function readRequest(input: string | URL | Request, init: RequestInit, base: string): Promise<BrowserRequest> {
  const given = typeof input === "string" || input instanceof URL ? undefined : input;
  const method = init.method ?? given?.method ?? "GET";
  const body = init.body ?? (given?.body ? await given.arrayBuffer() : undefined);
  return {
    url: parseUrl(given?.url ?? String(input), base)?.href ?? "",
    method,
    headers: init.headers ?? given?.headers,
    body,
    signal: init.signal ?? given?.signal,
  };
}

type BrowserRequest = ResourceRequest & { readonly url: string };

function requireAllowed(url: string, allowedOrigins: readonly string[]): void {
  const origin = parseUrl(url)?.origin;
  if (origin !== undefined && allowedOrigins.includes(origin)) return;
  throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: `The access token is not for ${urlForMessage(url)}: its origin is not one of allowedOrigins.`,
    parameter: "url",
    specification: specification("rfc6750", "5.3"),
    remedy: "Name the origins of your APIs in allowedOrigins; call others with the browser's own fetch.",
  });
}

/** An API of another origin may not let the page see why it says no. */
function refusesToken({ status, headers }: Response): boolean {
  const challenge = headers.get("www-authenticate");
  return status === 401 && (challenge === null || challenge.includes("invalid_token"));
}

function isStream(body: unknown): boolean {
  return typeof body === "object" && body !== null && "getReader" in body;
}

/** A token that has just been issued is not renewed because an API does not like it. */
const minAgeMs = 10_000;
