import type { ProviderStore } from "../stores/store.ts";

/** What ends with an account, or with its password. */
export interface AccountEnding {
  readonly store: Pick<ProviderStore, "grants" | "consents">;
  readonly clock: () => number;
  /** Ends the sessions of an account, but for one. */
  readonly endSessions: (accountId: string, reason: string, exceptSid?: string) => Promise<void>;
}

/** Ends the sessions of an account, but for one, and takes back all that was granted in its name, offline access included. */
export async function endAccess(
  { store, clock, endSessions }: AccountEnding,
  {
    accountId,
    reason,
    exceptSid,
  }: { readonly accountId: string; readonly reason: string; readonly exceptSid?: string },
): Promise<void> {
  await store.grants.revokeGrants({ accountId }, reason, clock());
  await endSessions(accountId, reason, exceptSid);
}

/** Forgets what an account has said to clients. */
export async function removeConsents({ store }: AccountEnding, accountId: string): Promise<void> {
  for (const { clientId } of await store.consents.list(accountId)) await store.consents.remove(accountId, clientId);
}
