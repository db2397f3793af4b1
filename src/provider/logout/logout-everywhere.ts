import type { ProviderContext } from "../context.ts";
import { endAccountSessions } from "../sessions/sessions.ts";

/** How far a logout goes. */
export interface LogoutEverywhereOptions {
  /** For events and the records of grants. */
  readonly reason: string;
  /** The session that stays: that of the browser which asks. */
  readonly exceptSid?: string | undefined;
  /** Whether grants with `offline_access` end too, which outlive sessions otherwise. Default `false`. */
  readonly includeOffline?: boolean | undefined;
}

/**
 * Ends every session of an account, and with them the grants that were made in them; every client is told.
 * @see OpenID Connect Core §11
 */
export async function logoutEverywhere(
  context: ProviderContext,
  accountId: string,
  { reason, exceptSid, includeOffline = false }: LogoutEverywhereOptions,
): Promise<void> {
  await endAccountSessions(context, accountId, reason, exceptSid);
  if (includeOffline) await context.store.grants.revokeGrants({ accountId, isOffline: true }, reason, context.clock());
}
