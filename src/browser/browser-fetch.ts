import { fetchProtectedResource, isStream, type ResourceRequest } from "../endpoints/resource-request.ts";
import { ConfigurationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import { readChallenges } from "../exchange/challenge.ts";
import { discardBody } from "../http/body.ts";
import { waitFor } from "../metadata/wait-for.ts";
import { parseUrl, urlForMessage } from "../util/url.ts";
import type { BrowserParts } from "./browser-parts.ts";
import type { BrowserClient } from "./options.ts";
import type { SessionRenewal } from "./renew-session.ts";
import type { SessionRecord } from "./session-record.ts";

/** Creates the `fetch` of a client. */
export function createBrowserFetch(parts: BrowserParts, renewal: SessionRenewal): BrowserClient["fetch"] {
  const { options, contexts, clock, random, window } = parts;
  const { fetch, timeoutMs, allowedOrigins = [] } = options;
  return async (input, init = {}) => {
    const request = await readRequest(input, init, window.location.href);
    requireAllowed(request.url, allowedOrigins);
    const { signal } = request;
    const usable = (refused?: SessionRecord): Promise<SessionRecord> => waitFor(renewal.getUsable(refused), signal);
    const session: SessionRecord = await usable();
    const send = async ({ tokens }: SessionRecord): Promise<Response> =>
      fetchProtectedResource({ fetch, timeoutMs, clock, random, dpop: await contexts.keyOf(tokens) }, tokens, request);
    const response = await send(session);
    const isFresh = clock() - session.tokens.receivedAt < minAgeMs;
    if (!refusesToken(response) || isFresh || isStream(request.body) || !renewal.canRenew(session)) return response;
    // Where there is no other token, the refusal is the answer; the events tell why.
    const renewed = await usable(session).catch(() => undefined);
    // What one person asked for is not done with the token of another, who has signed in meanwhile.
    if (renewed?.id !== session.id) return response;
    discardBody(response);
    return send(renewed);
  };
}

async function readRequest(input: string | URL | Request, init: RequestInit, base: string): Promise<BrowserRequest> {
  const given = typeof input === "string" || input instanceof URL ? undefined : input;
  const method = init.method ?? given?.method ?? "GET";
  // Not every browser has `Request.body`.
  const hasOwnBody = init.body === undefined && given !== undefined && !/^(GET|HEAD)$/i.test(method);
  const body = hasOwnBody ? await given.arrayBuffer() : init.body;
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
    remedy: "Name its origin in allowedOrigins, or use the browser's own fetch.",
  });
}

/** An API of another origin may not let the page see why it says no. */
function refusesToken({ status, headers }: Response): boolean {
  return (
    status === 401 &&
    (!headers.has("www-authenticate") ||
      readChallenges(headers).some(({ parameters }) => parameters.error === "invalid_token"))
  );
}

/** A token that has just been issued is not renewed because an API does not like it. */
const minAgeMs = 10_000;
