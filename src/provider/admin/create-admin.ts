import { ConfigurationError } from "../../errors/families.ts";
import type { AccountSource } from "../accounts/account-source.ts";
import type { Accounts } from "../accounts/accounts.ts";
import type { ProviderContext } from "../context.ts";
import { createAccountKeys } from "../interaction/login-throttle.ts";
import type { KeyManagement } from "../keys/signing-keys.ts";
import {
  type BackchannelDecision,
  type BackchannelOutcome,
  completeBackchannelAuthentication,
} from "../pending/complete-backchannel-authentication.ts";
import { clearFailures } from "../throttling/throttle.ts";
import { type AdminClients, createAdminClients } from "./admin-clients.ts";
import { type AdminDeliveries, createAdminDeliveries } from "./admin-deliveries.ts";
import { type AdminConsents, type AdminGrants, createAdminConsents, createAdminGrants } from "./admin-grants.ts";
import { type AdminSessions, createAdminSessions } from "./admin-sessions.ts";
import { type AdminInitialAccessTokens, createAdminInitialAccessTokens } from "./initial-access-tokens.ts";

/** What an administrator does with accounts. */
export interface AdminAccounts
  extends Pick<
    Accounts,
    | "createAccount"
    | "findAccount"
    | "listAccounts"
    | "updateAccount"
    | "setPassword"
    | "disableAccount"
    | "removeAccount"
  > {
  /** Forgets the failed attempts to sign in to an account, also one that the application keeps, so that it is not locked any more. `false` where there is none. */
  readonly unlockAccount: (id: string) => Promise<boolean>;
}

/** The administration of a provider, as functions on plain data: whoever calls them is trusted. Each change is told as an event. */
export interface ProviderAdmin {
  readonly clients: AdminClients;
  /**
   * The accounts that the provider keeps.
   * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for every call but `unlockAccount` where the application keeps them
   */
  readonly accounts: AdminAccounts;
  readonly sessions: AdminSessions;
  readonly grants: AdminGrants;
  readonly consents: AdminConsents;
  readonly keys: KeyManagement;
  readonly initialAccessTokens: AdminInitialAccessTokens;
  readonly deliveries: AdminDeliveries;
  /**
   * Writes down what a person said to a request that `ciba.notify` was told of.
   * @see CIBA Core §8
   */
  readonly completeBackchannelAuthentication: (decision: BackchannelDecision) => Promise<BackchannelOutcome>;
}

/** Makes the administration of a provider. */
export function createAdmin(context: ProviderContext): ProviderAdmin {
  const { ready, list, rotate, withdraw } = context.keys;
  return Object.freeze<ProviderAdmin>({
    clients: createAdminClients(context),
    accounts: createAdminAccounts(context),
    sessions: createAdminSessions(context),
    grants: createAdminGrants(context),
    consents: createAdminConsents(context),
    keys: Object.freeze<KeyManagement>({ ready, list, rotate, withdraw }),
    initialAccessTokens: createAdminInitialAccessTokens(context),
    deliveries: createAdminDeliveries(context),
    completeBackchannelAuthentication: (decision) => completeBackchannelAuthentication(context, decision),
  });
}

function createAdminAccounts(context: ProviderContext): AdminAccounts {
  const source = context.accounts;
  const accounts = (): Accounts => {
    if (keepsAccounts(source)) return source;
    throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
      message: "The application keeps the accounts itself: the provider can only look for them.",
      parameter: "accounts",
      remedy: "Change them where they are kept, or give createProvider a list of accounts.",
    });
  };
  return Object.freeze<AdminAccounts>({
    createAccount: async (input) => accounts().createAccount(input),
    findAccount: async (id) => accounts().findAccount(id),
    listAccounts: async (page, search) => accounts().listAccounts(page, search),
    updateAccount: async (id, changes) => accounts().updateAccount(id, changes),
    setPassword: async (id, password, options) => accounts().setPassword(id, password, options),
    disableAccount: async (id) => accounts().disableAccount(id),
    removeAccount: async (id) => accounts().removeAccount(id),
    unlockAccount: (id) => unlockAccount(context, id),
  });
}

async function unlockAccount(context: ProviderContext, accountId: string): Promise<boolean> {
  const account = await context.accounts.find(accountId);
  if (account === undefined) return false;
  await clearFailures(context, await createAccountKeys(context, account));
  context.report({ type: "account.unlocked", accountId });
  return true;
}

function keepsAccounts(source: AccountSource): source is Accounts {
  return "createAccount" in source && typeof source.createAccount === "function";
}
