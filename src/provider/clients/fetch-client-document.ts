import { createHttpPolicy } from "../../http/policy.ts";
import { sendRequest } from "../../http/send.ts";
import type { HttpAnswer } from "../../http/types.ts";
import { parseJson } from "../../util/json.ts";
import type { ProviderContext } from "../context.ts";
import { mayFetchClientUrl } from "./client-url.ts";

/** Something at an address that a client has named. */
export interface ClientResource {
  readonly url: string;
  /** The member or parameter that named it, for errors. */
  readonly name: string;
  /** Media types to ask for. */
  readonly accept: string;
  /** Most octets, 256 KiB at most. */
  readonly maxBytes?: number | undefined;
}

/**
 * Fetches what is at an address that a client has named, without redirects, within five seconds and 256 KiB.
 * @throws Error where the provider may not fetch it, and for any status but 200; TransportError and ResponseError as `sendRequest`
 */
export async function fetchClientResource(
  context: ProviderContext,
  { url, name, accept, maxBytes }: ClientResource,
): Promise<HttpAnswer> {
  if (!(await mayFetchClientUrl(context, url))) throw new Error(`${name} is not an address that the provider fetches.`);
  const policy = createHttpPolicy({ fetch: context.fetch, timeoutMs: 5000, maxResponseBytes: 262_144 });
  const answer = await sendRequest(policy, {
    method: "GET",
    url,
    endpointName: name,
    headers: { accept },
    body: undefined,
    maxResponseBytes: maxBytes,
    signal: undefined,
  });
  if (answer.status !== 200) throw new Error(`${name} was answered ${answer.status}.`);
  return answer;
}

/**
 * Fetches a JSON document that a client has named, as {@link fetchClientResource}.
 * @param name - the member that named it, for errors
 * @throws Error as {@link fetchClientResource}, and for what is no JSON
 */
export async function fetchClientDocument(context: ProviderContext, url: string, name: string): Promise<unknown> {
  const { text } = await fetchClientResource(context, { url, name, accept: "application/json" });
  const parsed = parseJson(text);
  if (!parsed.ok) throw new Error(`${name} was answered with no JSON.`);
  return parsed.value;
}
