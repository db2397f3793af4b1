import type { ProviderContext } from "../context.ts";
import type { EndpointRequest } from "../http/connection.ts";
import { networkOf } from "../throttling/network.ts";
import { createThrottleKey, type ThrottleKey } from "../throttling/throttle.ts";

/**
 * What the failures of a client are counted under: the client together with the network that the request came from, and that network alone. So a client can be locked
 * out by nobody who is elsewhere, and who tries many clients is slowed down all the same.
 */
export async function attemptKeys(
  context: ProviderContext,
  { connection }: EndpointRequest,
  clientId: string | undefined,
): Promise<readonly ThrottleKey[]> {
  const { remoteAddress } = connection;
  const network = remoteAddress === undefined ? undefined : networkOf(remoteAddress);
  const [client, address] = await Promise.all([
    clientId === undefined
      ? undefined
      : createThrottleKey(context, "client", JSON.stringify([clientId, network ?? ""])),
    network === undefined ? undefined : createThrottleKey(context, "address", network),
  ]);
  return [client, address].filter((key) => key !== undefined);
}
