import { ConfigurationError } from "../../errors/families.ts";
import { isRecord } from "../../schema/is-record.ts";
import { checkOptionNames } from "../../util/check-option-names.ts";
import type { ProviderOptions } from "../options.ts";
import { whenAnswered } from "../sessions/when-answered.ts";
import type { AccountInput } from "./account-input.ts";
import type { AccountSource } from "./account-source.ts";
import { type AccountsOptions, createAccounts } from "./accounts.ts";
import { takenByClient } from "./check-account.ts";
import { withConfiguredAccounts } from "./configured-accounts.ts";
import { accountRuleNames } from "./password-rules.ts";

/**
 * Makes the accounts of a provider from its options.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for accounts that can't be found, or of which two have one name
 * @throws ValidationError `ERR_VALIDATION_REQUEST` with every problem of an account
 */
export function createAccountSource(
  { accounts = [], accountRules: rules = {}, clients = [] }: ProviderOptions,
  parts: Omit<AccountsOptions, "rules" | "clientIds">,
): AccountSource {
  checkOptionNames(rules, accountRuleNames, { of: "createProvider", at: "accountRules" });
  const clientIds = clients.map(({ client_id: id }) => id);
  if (isList(accounts)) {
    const own = createAccounts({ ...parts, rules, clientIds });
    if (accounts.length === 0) return own;
    return withConfiguredAccounts(own, accounts, { store: parts.store.accounts, rules, clientIds });
  }
  if (typeof accounts.find === "function") return watchAccounts(accounts, new Set(clientIds));
  throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: "accounts must be a list of accounts, or an object with a function find.",
    parameter: "accounts",
  });
}

/**
 * That the application's accounts do not answer is no fault of a client, a token or a person: 503, as where the store does not. An account with the identifier of a
 * client is none that tokens could be issued for: a resource would take one for the other (RFC 9700 §4.15).
 */
function watchAccounts(accounts: AccountSource, clientIds: ReadonlySet<string>): AccountSource {
  const { verifyPassword, findByLogin, changePassword } = accounts;
  const watch = async <T>(ask: () => Promise<T>): Promise<T> => {
    const answer = await whenAnswered((async () => ask())());
    if (isRecord(answer) && typeof answer.id === "string" && clientIds.has(answer.id)) throw takenByClient();
    return answer;
  };
  return {
    find: (id) => watch(() => accounts.find(id)),
    ...(verifyPassword === undefined
      ? {}
      : { verifyPassword: (login, password) => watch(() => verifyPassword.call(accounts, login, password)) }),
    ...(findByLogin === undefined ? {} : { findByLogin: (login) => watch(() => findByLogin.call(accounts, login)) }),
    ...(changePassword === undefined
      ? {}
      : { changePassword: (change) => watch(() => changePassword.call(accounts, change)) }),
  };
}

function isList(accounts: readonly AccountInput[] | AccountSource): accounts is readonly AccountInput[] {
  return Array.isArray(accounts);
}
