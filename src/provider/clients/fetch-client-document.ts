import { createHttpPolicy } from "../../http/policy.ts";
import { sendRequest } from "../../http/send.ts";
import { parseJson } from "../../util/json.ts";
import type { ProviderContext } from "../context.ts";
import { mayFetchClientUrl } from "./client-url.ts";

/**
 * Fetches a JSON document that a client has named, without redirects, within five seconds and 256 KiB.
 * @param name - the member that named it, for errors
 * @throws Error where the provider may not fetch it, and for anything but status 200 and JSON; TransportError and ResponseError as `sendRequest`
 */
export async function fetchClientDocument(context: ProviderContext, url: string, name: string): Promise<unknown> {
  if (!(await mayFetchClientUrl(context, url))) throw new Error(`${name} is not an address that the provider fetches.`);
  const policy = createHttpPolicy({ fetch: context.fetch, timeoutMs: 5000, maxResponseBytes: 262_144 });
  const { status, text } = await sendRequest(policy, {
    method: "GET",
    url,
    endpointName: name,
    headers: { accept: "application/json" },
    body: undefined,
    signal: undefined,
  });
  const parsed = parseJson(text);
  if (status !== 200 || !parsed.ok) throw new Error(`${name} was answered ${status}, or no JSON.`);
  return parsed.value;
}
