import { ConfigurationError } from "../../errors/families.ts";
import { isValidationError } from "../../errors/validation-error.ts";
import type { AccountStore } from "../stores/store.ts";
import type { AccountInput } from "./account-input.ts";
import type { Accounts } from "./accounts.ts";
import { checkAccount, takenByClient } from "./check-account.ts";
import { normalizeLogin } from "./login-key.ts";
import type { AccountRules } from "./password-rules.ts";

/** What configured accounts are created with. */
export interface ConfiguredAccountsParts {
  readonly store: AccountStore;
  readonly rules: AccountRules;
  /** Clients of the configuration. */
  readonly clientIds: readonly string[];
}

/**
 * Accounts of which some stand in the configuration. Those are created when an account is looked for the first time, because hashing takes its time; one
 * that is there already, or was removed, stays as it is.
 * @throws ValidationError `ERR_VALIDATION_REQUEST` with every problem of an account
 * @throws ValidationError `ERR_VALIDATION_TAKEN` for the id of a client
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for two of one username
 */
export function withConfiguredAccounts(
  accounts: Accounts,
  inputs: readonly AccountInput[],
  { store, rules, clientIds }: ConfiguredAccountsParts,
): Accounts {
  const names = new Set<string>();
  for (const input of inputs) {
    checkAccount(input, rules);
    if (input.id !== undefined && clientIds.includes(input.id)) throw takenByClient();
    const name = normalizeLogin(input.username);
    if (names.has(name)) throw twice();
    names.add(name);
  }
  const create = async (): Promise<void> => {
    for (const input of inputs) await createMissing(accounts, store, input);
  };
  let created: Promise<void> | undefined;
  const ready = (): Promise<void> => {
    created ??= create().catch((error) => {
      created = undefined;
      throw error;
    });
    return created;
  };
  const afterwards =
    <Given extends readonly unknown[], Result>(verb: (...given: Given) => Promise<Result>) =>
    async (...given: Given): Promise<Result> => {
      await ready();
      return verb(...given);
    };
  return Object.freeze<Accounts>({
    find: afterwards(accounts.find),
    findByLogin: afterwards(accounts.findByLogin),
    verifyPassword: afterwards(accounts.verifyPassword),
    changePassword: afterwards(accounts.changePassword),
    findAccount: afterwards(accounts.findAccount),
    listAccounts: afterwards(accounts.listAccounts),
    createAccount: afterwards(accounts.createAccount),
    updateAccount: afterwards(accounts.updateAccount),
    setPassword: afterwards(accounts.setPassword),
    disableAccount: afterwards(accounts.disableAccount),
    removeAccount: afterwards(accounts.removeAccount),
  });
}

/** Another process may be faster: what is taken is there. */
async function createMissing(accounts: Accounts, store: AccountStore, input: AccountInput): Promise<void> {
  const { id } = input;
  const byId = id === undefined ? undefined : await store.find(id);
  if (byId !== undefined || (await store.findByLogin(normalizeLogin(input.username))) !== undefined) return;
  try {
    await accounts.createAccount(input);
  } catch (error) {
    const isThere = isValidationError(error) && error.code === "ERR_VALIDATION_TAKEN";
    const [issue] = isThere ? error.issues : [];
    if (issue?.keyword !== "unique" || issue.pointer === "/email") throw error;
  }
}

function twice(): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: "accounts has two of the same username.",
    parameter: "accounts",
    remedy: "Usernames are compared without regard to case.",
  });
}
