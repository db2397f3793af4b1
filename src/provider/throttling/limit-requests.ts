import type { RegisteredClient } from "../clients/registered-client.ts";
import type { ProviderContext } from "../context.ts";
import type { EndpointRequest } from "../http/connection.ts";
import { refuse } from "../http/refusal.ts";
import { networkOf } from "./network.ts";
import { countFailure, createThrottleKey } from "./throttle.ts";
import type { RequestKind } from "./throttling-options.ts";

/**
 * Counts a request before something is stored for it, so that nobody fills the store. Where nothing is known to count it by, such as the address, it is not counted.
 * @throws ProtocolRefusal `temporarily_unavailable` (429) with `Retry-After` for one too many
 * @see RFC 6585 §4
 */
export async function limitRequests(
  context: ProviderContext,
  kind: RequestKind,
  value: string | undefined,
): Promise<void> {
  if (value === undefined || !context.throttling.isEnabled) return;
  const { blocks } = context.throttling;
  const key = await createThrottleKey(context, kind, value);
  // Whoever goes on in spite of a block costs no step of the store, and makes the block no longer.
  const blockedSeconds = blocks.find(key.key);
  if (blockedSeconds !== undefined) throw refuseFlood(kind, blockedSeconds);
  const waitSeconds = await countFailure(context, [key]);
  if (waitSeconds === undefined) return;
  blocks.remember(key.key, waitSeconds);
  throw refuseFlood(kind, waitSeconds);
}

/** The network that a request comes from, to count it by. */
export function requestNetwork({ connection: { remoteAddress } }: EndpointRequest): string | undefined {
  return remoteAddress === undefined ? undefined : networkOf(remoteAddress);
}

/**
 * Counts a request that anybody can send in the name of a public client; one of a client that has proved who it is is not counted.
 * @throws ProtocolRefusal `temporarily_unavailable` (429) with `Retry-After` for one too many
 */
export async function limitPublicRequests(
  context: ProviderContext,
  request: EndpointRequest,
  { clientId, authMethod }: RegisteredClient,
): Promise<void> {
  const network = requestNetwork(request);
  if (authMethod !== "none" || network === undefined) return;
  await limitRequests(context, "publicRequest", JSON.stringify([clientId, network]));
}

function refuseFlood(kind: RequestKind, waitSeconds: number): Error {
  return refuse("temporarily_unavailable", {
    description: `Too many requests: try again in ${waitSeconds} seconds.`,
    status: 429,
    headers: { "Retry-After": String(waitSeconds) },
    reason: `throttled: ${kind}`,
    problem: "problem.throttled",
  });
}
