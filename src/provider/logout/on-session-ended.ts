import type { ProviderContext } from "../context.ts";
import { sha256 } from "../crypto/digest.ts";
import { type NewDelivery, startDeliveries, writeDeliveries } from "../deliveries/outbox.ts";
import type { Delivery, Session } from "../stores/records.ts";

/**
 * Writes down that every client of a session that wants to hear of its end is to be told: before the session ends, because a process may die right after. Gives
 * what was not written down yet, and is to be sent when the session has ended.
 */
export async function announceLogout(context: ProviderContext, session: Session): Promise<readonly Delivery[]> {
  const messages = await Promise.all(session.clientIds.map((clientId) => makeMessage(context, session, clientId)));
  return writeDeliveries(
    context,
    messages.flatMap((message) => message ?? []),
  );
}

/**
 * Reports the end of a session, and tells every client of it that it has ended, those that want to hear it. Nobody waits for them.
 * @param announced - what was written down before; clients that came to the session since are told as well
 * @see OpenID Connect Back-Channel Logout §2.3
 */
export async function onSessionEnded(
  context: ProviderContext,
  session: Session,
  { reason, announced = [] }: { readonly reason: string; readonly announced?: readonly Delivery[] },
): Promise<void> {
  const { sid, accountId } = session;
  context.report({ type: "session.ended", sid, accountId, reason });
  const late = await announceLogout(context, session).catch(() => []);
  startDeliveries(context, [...announced, ...late]);
}

/** A client that can't be looked for now is looked for again when it is told. */
async function makeMessage(
  { clients }: ProviderContext,
  { sid, accountId }: Session,
  clientId: string,
): Promise<NewDelivery | undefined> {
  const wantsIt = await clients.find(clientId).then(
    (client) => client?.metadata.backchannel_logout_uri !== undefined,
    () => true,
  );
  const kind = "backchannel_logout";
  const id = sha256(JSON.stringify([kind, sid, clientId]));
  return wantsIt ? { id, kind, clientId, accountId, payload: { sid } } : undefined;
}
