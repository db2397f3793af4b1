import { createHttpPolicy } from "../../http/policy.ts";
import { sendRequest } from "../../http/send.ts";
import type { HttpAnswer } from "../../http/types.ts";
import { parseJson } from "../../util/json.ts";
import { isLoopbackHost, parseUrl } from "../../util/url.ts";
import type { ProviderContext } from "../context.ts";
import { isPublicHost } from "./public-host.ts";

/** A request of the provider to an address that a client has named. */
export interface OutboundRequest {
  readonly method: "GET" | "POST";
  readonly url: string;
  /** What it is for, in errors: `sector_identifier_uri`. */
  readonly name: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: string | undefined;
  readonly timeoutMs?: number | undefined;
  readonly maxResponseBytes?: number | undefined;
}

/**
 * Sends a request to an address that a client has named: https only, without redirects, with a deadline and a size cap, and never to an address of a private network, so
 * that no client can make the provider look around there. A provider on the loopback interface may reach others there. Names that resolve to private addresses
 * are a matter for the option `fetch`, which sees the connection.
 * @throws Error where the address is refused; otherwise as `sendRequest`
 */
export function sendOutbound(context: ProviderContext, request: OutboundRequest): Promise<HttpAnswer> {
  const { url, name, timeoutMs = 5000, maxResponseBytes = 262_144, headers = {}, body } = request;
  if (!mayReach(context, url)) throw new Error(`${name} is not an address that the provider calls.`);
  const policy = createHttpPolicy({ fetch: context.fetch, timeoutMs, maxResponseBytes });
  const { method } = request;
  return sendRequest(policy, { method, url, endpointName: name, headers, body, signal: undefined });
}

/** Whether the provider calls an address that a client has named. */
export function mayReach({ issuer }: ProviderContext, url: string): boolean {
  const target = parseUrl(url);
  if (target === undefined || target.username !== "" || target.password !== "") return false;
  if (isLoopbackHost(target.hostname)) return isLoopbackHost(new URL(issuer).hostname);
  return target.protocol === "https:" && isPublicHost(target.hostname);
}

/** Fetches a JSON document that a client has named. */
export async function fetchDocument(context: ProviderContext, url: string, name: string): Promise<unknown> {
  const { status, text } = await sendOutbound(context, {
    method: "GET",
    url,
    name,
    headers: { accept: "application/json" },
  });
  const parsed = parseJson(text);
  if (status !== 200 || !parsed.ok) throw new Error(`${name} was answered ${status}, or no JSON.`);
  return parsed.value;
}
