import type { Account } from "../accounts/account-source.ts";
import type { ProviderContext } from "../context.ts";
import { refuse } from "../http/refusal.ts";

/**
 * Finds the account of a grant, and that it is still good for what it allowed: there, active, and with the password that it had then.
 * @param sinceMs - when it allowed it
 * @throws ProtocolRefusal `invalid_grant`
 */
export async function requireAccount(
  context: ProviderContext,
  accountId: string | undefined,
  sinceMs: number,
): Promise<Account> {
  const account = accountId === undefined ? undefined : await context.accounts.find(accountId);
  if (account === undefined) throw dead("the account is not there");
  if (!account.isActive) throw dead("the account is not active");
  if ((account.passwordChangedAtMs ?? 0) > sinceMs) throw dead("the password was changed since");
  return account;
}

function dead(reason: string): Error {
  return refuse("invalid_grant", { description: "What the user allowed is no longer good.", reason });
}
