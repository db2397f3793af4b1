import type { ProviderContext } from "../context.ts";
import { enqueueDelivery } from "../deliveries/outbox.ts";
import type { Artifact } from "../stores/records.ts";
import { readText } from "../tokens/json-members.ts";

/** Writes down that a client is to be pinged, and sends it beside the requests; a request without a ping is left alone. */
export async function enqueuePing(
  context: ProviderContext,
  { hash, clientId, accountId, payload }: Artifact,
): Promise<void> {
  const sealed = readText(payload.ping);
  if (sealed === undefined || clientId === undefined) return;
  const message = { kind: "ciba_ping", clientId, accountId, payload: { requestId: hash, ping: sealed } };
  // The decision stands whatever becomes of the ping: the client may ask without one.
  await enqueueDelivery(context, message).catch((cause: unknown) => {
    const reason = "the ping could not be written down";
    context.report({ type: "backchannel.delivery-failed", clientId, accountId, reason, cause });
  });
}
