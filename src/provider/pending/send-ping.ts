import type { BackchannelAuthenticationPing } from "../../../generated/messages/backchannel-authentication-ping.ts";
import { mediaTypes } from "../../constants/media-types.ts";
import { isRecord } from "../../schema/is-record.ts";
import { type ClientPost, type DeliveryOutcome, deliverToClient } from "../clients/deliver-to-client.ts";
import type { ProviderContext } from "../context.ts";
import { openText, sealText } from "../crypto/seal.ts";
import type { Artifact, JsonObject } from "../stores/records.ts";
import { readText } from "../tokens/json-members.ts";

/** What a ping needs that the store must not show: whoever has both could be taken for the server, or ask for the tokens. */
export interface PingSecrets {
  readonly requestId: string;
  readonly authReqId: string;
  readonly notificationToken: string;
}

/** What is stored of them beside a request: sealed, for this request alone. */
export async function sealPing(
  { keys, random }: ProviderContext,
  { requestId, authReqId, notificationToken }: PingSecrets,
): Promise<JsonObject> {
  const key = await keys.secret("backchannel");
  return { ping: sealText(JSON.stringify({ authReqId, notificationToken }), { key, owner: requestId }, random) };
}

/**
 * Tells a client that registered for pings that its request is decided, whichever way, so that it fetches the result; beside the requests, and as often as it
 * takes within the bounds of the option `logout`. A request without a ping is left alone.
 * @see CIBA Core §10.2
 */
export function sendPing(context: ProviderContext, artifact: Artifact): void {
  const sealed = readText(artifact.payload.ping);
  if (sealed === undefined) return;
  const { logout, lifecycle } = context;
  const work = logout.add((ending) => deliver(context, { artifact, sealed }, ending));
  if (work === undefined) reportFailure(context, artifact, { reason: "too many deliveries wait" });
  else lifecycle.track(work);
}

interface PingDelivery {
  readonly artifact: Artifact;
  readonly sealed: string;
}

async function deliver(context: ProviderContext, delivery: PingDelivery, ending: AbortSignal): Promise<void> {
  const { clientId, accountId } = delivery.artifact;
  const last = await deliverToClient(
    context,
    {
      endpoint: "backchannel_client_notification_endpoint",
      prepare: () => prepare(context, delivery),
      failure: "the ping could not be made",
    },
    ending,
  );
  if (last.outcome !== "delivered") return reportFailure(context, delivery.artifact, last);
  context.report({ type: "backchannel.delivered", clientId, accountId });
}

async function prepare(context: ProviderContext, { artifact, sealed }: PingDelivery): Promise<ClientPost | undefined> {
  const client = await context.clients.find(artifact.clientId ?? "");
  const url = client?.metadata.backchannel_client_notification_endpoint;
  if (client === undefined || client.isDisabled || url === undefined) return undefined;
  const key = await context.keys.secret("backchannel");
  const secrets: unknown = JSON.parse(openText(sealed, { key, owner: artifact.hash }));
  if (!isRecord(secrets)) throw new Error("The store holds a ping that is none.");
  const body: BackchannelAuthenticationPing = { auth_req_id: String(secrets.authReqId) };
  const headers = { "Content-Type": mediaTypes.json, Authorization: `Bearer ${String(secrets.notificationToken)}` };
  return { url, headers, body: JSON.stringify(body) };
}

function reportFailure(
  context: ProviderContext,
  { clientId, accountId }: Artifact,
  { reason, status, cause }: Pick<DeliveryOutcome, "reason" | "status" | "cause">,
): void {
  context.report({ type: "backchannel.delivery-failed", clientId, accountId, reason, status, cause });
}
