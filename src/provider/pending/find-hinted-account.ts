import type { BackchannelAuthenticationRequest } from "../../../generated/messages/backchannel-authentication-request.ts";
import type { Account } from "../accounts/account-source.ts";
import { readIdTokenHint } from "../authorization/id-token-hint.ts";
import type { RegisteredClient } from "../clients/registered-client.ts";
import type { ProviderContext } from "../context.ts";
import { refuse } from "../http/refusal.ts";
import { subjectFor } from "../tokens/subject.ts";

/**
 * Finds the person whom a client names by one of three hints; that there is exactly one, the schema of the request has seen to.
 * @throws ProtocolRefusal `invalid_request` for one that can't be read; `unknown_user_id`; `expired_login_hint_token`
 * @see CIBA Core §7.1
 */
export async function findHintedAccount(
  context: ProviderContext,
  client: RegisteredClient,
  request: BackchannelAuthenticationRequest,
): Promise<Account> {
  const { login_hint: login, login_hint_token: token, id_token_hint: idToken } = request;
  const account = await (login !== undefined
    ? context.accounts.findByLogin?.(login)
    : token !== undefined
      ? findByToken(context, client, token)
      : findByIdToken(context, client, idToken ?? ""));
  // A disabled account is answered like one that does not exist.
  if (account?.isActive === true) return account;
  throw refuse("unknown_user_id", "The hint names nobody whom this server knows.");
}

async function findByToken(
  context: ProviderContext,
  { clientId }: RegisteredClient,
  token: string,
): Promise<Account | undefined> {
  const read = context.options.ciba?.readLoginHintToken;
  if (read === undefined) throw refuse("invalid_request", "This server takes no login_hint_token.");
  const subject = await read(token, clientId);
  if (subject === "expired") throw refuse("expired_login_hint_token", "The login_hint_token has expired.");
  return subject === "unknown" ? undefined : context.accounts.find(subject.accountId);
}

/** The subject that the client knows must be the one that it would get again: a pairwise one names no account by itself. */
async function findByIdToken(
  context: ProviderContext,
  client: RegisteredClient,
  hint: string,
): Promise<Account | undefined> {
  const sub = await readIdTokenHint(context, client, hint);
  const account = await context.accounts.find(sub);
  return account !== undefined && (await subjectFor(context, client, account.id)) === sub ? account : undefined;
}
