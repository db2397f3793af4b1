import type { BackchannelAuthenticationPing } from "../../../generated/messages/backchannel-authentication-ping.ts";
import { mediaTypes } from "../../constants/media-types.ts";
import { isRecord } from "../../schema/is-record.ts";
import { type ClientPost, deliverToClient } from "../clients/deliver-to-client.ts";
import type { ProviderContext } from "../context.ts";
import { openText, sealText } from "../crypto/seal.ts";
import type { DeliverySender } from "../deliveries/delivery-sender.ts";
import type { Delivery, JsonObject } from "../stores/records.ts";
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
 * Tells a client that registered for pings that its request is decided, whichever way, so that it fetches the result.
 * @see CIBA Core §10.2
 */
export const pingSender: DeliverySender = {
  send: (context, delivery) =>
    deliverToClient(context, {
      endpoint: "backchannel_client_notification_endpoint",
      prepare: () => prepare(context, delivery),
    }),
  report(context, { clientId, accountId }, { outcome, reason, status, cause }) {
    if (outcome === "delivered") context.report({ type: "backchannel.delivered", clientId, accountId });
    else context.report({ type: "backchannel.delivery-failed", clientId, accountId, reason, status, cause });
  },
};

async function prepare(context: ProviderContext, { clientId, payload }: Delivery): Promise<ClientPost | undefined> {
  const client = await context.clients.find(clientId);
  const url = client?.metadata.backchannel_client_notification_endpoint;
  if (client === undefined || client.isDisabled || url === undefined) return undefined;
  const key = await context.keys.secret("backchannel");
  const owner = readText(payload.requestId) ?? "";
  const secrets: unknown = JSON.parse(openText(readText(payload.ping) ?? "", { key, owner }));
  if (!isRecord(secrets)) throw new Error("The store holds a ping that is none.");
  const body: BackchannelAuthenticationPing = { auth_req_id: String(secrets.authReqId) };
  const headers = { "Content-Type": mediaTypes.json, Authorization: `Bearer ${String(secrets.notificationToken)}` };
  return { url, headers, body: JSON.stringify(body) };
}
