import type { ProviderContext } from "../context.ts";
import type { Session } from "../stores/records.ts";
import { sendLogout } from "./send-logout.ts";

/**
 * Reports the end of a session, and tells every client of it that it has ended, those that want to hear it. Nobody waits for them.
 * @see OpenID Connect Back-Channel Logout §2.3
 */
export async function onSessionEnded(context: ProviderContext, session: Session, reason: string): Promise<void> {
  const { sid, accountId } = session;
  context.report({ type: "session.ended", sid, accountId, reason });
  for (const clientId of session.clientIds) {
    const client = await context.clients.find(clientId).catch(() => undefined);
    if (client?.metadata.backchannel_logout_uri === undefined) continue;
    sendLogout(context, { clientId, session: { sid, accountId } });
  }
}
