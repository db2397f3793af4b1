import type { Account } from "../accounts/account-source.ts";
import type { RegisteredClient } from "../clients/registered-client.ts";
import type { ProviderContext } from "../context.ts";
import { sha256 } from "../crypto/digest.ts";
import type { Grant, StoredToken } from "../stores/records.ts";
import { isFamilyAlive } from "./grant-family.ts";

/** A refresh token that is good now. */
export interface LiveRefreshToken {
  readonly token: StoredToken;
  readonly grant?: Grant | undefined;
  readonly client: RegisteredClient;
  readonly account?: Account | undefined;
}

/** Finds a refresh token that is good now: not used, not revoked, not expired, and neither are its grant, its client and its account. */
export async function findRefreshToken(context: ProviderContext, text: string): Promise<LiveRefreshToken | undefined> {
  const found = await context.store.grants.findToken(sha256(text));
  if (found?.token.kind !== "refresh_token") return undefined;
  const { token, grant } = found;
  const nowMs = context.clock();
  if (token.usedAtMs !== undefined || token.revokedAtMs !== undefined || token.expiresAtMs <= nowMs) return undefined;
  const isOrphan = token.grantId !== undefined && grant === undefined;
  if (isOrphan || grant?.revokedAtMs !== undefined || (grant !== undefined && grant.expiresAtMs <= nowMs))
    return undefined;
  if (grant !== undefined && !(await isFamilyAlive(context, grant))) return undefined;
  const client = await context.clients.find(token.clientId);
  if (client === undefined || client.isDisabled) return undefined;
  if (token.accountId === undefined) return { token, grant, client };
  const account = await context.accounts.find(token.accountId);
  if (account?.isActive !== true) return undefined;
  // A password that was changed ends what was allowed before.
  const bornMs = grant?.createdAtMs ?? token.issuedAtMs;
  return (account.passwordChangedAtMs ?? 0) > bornMs ? undefined : { token, grant, client, account };
}
