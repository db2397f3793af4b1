import { mediaTypes } from "../../constants/media-types.ts";
import { type ClientPost, type DeliveryOutcome, deliverToClient } from "../clients/deliver-to-client.ts";
import type { ProviderContext } from "../context.ts";
import type { Session } from "../stores/records.ts";
import { createLogoutToken } from "./create-logout-token.ts";

/** A client that is to be told of the end of a session. */
export interface LogoutDelivery {
  readonly clientId: string;
  readonly session: Pick<Session, "sid" | "accountId">;
}

/**
 * Tells a client, from server to server, that a session has ended; beside the requests, and as often as it takes within bounds.
 * @see OpenID Connect Back-Channel Logout §2.5
 */
export function sendLogout(context: ProviderContext, delivery: LogoutDelivery): void {
  const { logout, lifecycle } = context;
  const work = logout.add((ending) => deliver(context, delivery, ending));
  if (work === undefined) reportFailure(context, delivery, { reason: "too many deliveries wait" });
  else lifecycle.track(work);
}

async function deliver(context: ProviderContext, delivery: LogoutDelivery, ending: AbortSignal): Promise<void> {
  const { clientId, session } = delivery;
  const last = await deliverToClient(
    context,
    {
      endpoint: "backchannel_logout_uri",
      prepare: () => prepare(context, delivery),
      failure: "the logout token could not be made",
    },
    ending,
  );
  if (last.outcome !== "delivered") return reportFailure(context, delivery, last);
  context.report({ type: "logout.delivered", clientId, accountId: session.accountId, sid: session.sid });
}

/** Each attempt has a token of its own, because the client may have used up the one before. */
async function prepare(
  context: ProviderContext,
  { clientId, session }: LogoutDelivery,
): Promise<ClientPost | undefined> {
  const client = await context.clients.find(clientId);
  const url = client?.metadata.backchannel_logout_uri;
  if (client === undefined || url === undefined) return undefined;
  const body = new URLSearchParams({ logout_token: await createLogoutToken(context, client, session) }).toString();
  return { url, headers: { "Content-Type": mediaTypes.form }, body };
}

function reportFailure(
  context: ProviderContext,
  { clientId, session: { accountId, sid } }: LogoutDelivery,
  { reason, status, cause }: Pick<DeliveryOutcome, "reason" | "status" | "cause">,
): void {
  context.report({ type: "logout.delivery-failed", clientId, accountId, sid, reason, status, cause });
}
