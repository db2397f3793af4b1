import { mediaTypes } from "../../constants/media-types.ts";
import { type ClientPost, deliverToClient } from "../clients/deliver-to-client.ts";
import type { ProviderContext } from "../context.ts";
import type { DeliverySender } from "../deliveries/delivery-sender.ts";
import type { Delivery } from "../stores/records.ts";
import { readText } from "../tokens/json-members.ts";
import { createLogoutToken } from "./create-logout-token.ts";

/**
 * Tells a client, from server to server, that a session has ended.
 * @see OpenID Connect Back-Channel Logout §2.5
 */
export const logoutSender: DeliverySender = {
  send: (context, delivery) =>
    deliverToClient(context, { endpoint: "backchannel_logout_uri", prepare: () => prepare(context, delivery) }),
  report(context, { clientId, accountId, payload }, { outcome, reason, status, cause }) {
    const about = { clientId, accountId, sid: readText(payload.sid) ?? "" };
    if (outcome === "delivered") context.report({ type: "logout.delivered", ...about });
    else context.report({ type: "logout.delivery-failed", ...about, reason, status, cause });
  },
};

/** Each attempt has a token of its own, because the client may have used up the one before. */
async function prepare(
  context: ProviderContext,
  { clientId, accountId = "", payload }: Delivery,
): Promise<ClientPost | undefined> {
  const client = await context.clients.find(clientId);
  const url = client?.metadata.backchannel_logout_uri;
  if (client === undefined || url === undefined) return undefined;
  const session = { sid: readText(payload.sid) ?? "", accountId };
  const body = new URLSearchParams({ logout_token: await createLogoutToken(context, client, session) }).toString();
  return { url, headers: { "Content-Type": mediaTypes.form }, body };
}
