import { checkOptionNames, type OptionNames } from "../../util/check-option-names.ts";
import { type Clock, systemClock } from "../../util/clock.ts";
import { type RandomSource, systemRandom } from "../../util/random.ts";
import { createReporter } from "../../util/reporter.ts";
import { createHandle } from "../crypto/handle.ts";
import { createPasswordHasher } from "../crypto/password-hash.ts";
import type { ProviderEvent } from "../events.ts";
import type { StoredAccount } from "../stores/records.ts";
import type { Page, PageRequest, ProviderStore } from "../stores/store.ts";
import { requireParts } from "../stores/store-verbs.ts";
import type { AccountChanges, AccountInput, AccountRecord } from "./account-input.ts";
import type { Account, AccountSource, PasswordChange, PasswordChangeOutcome } from "./account-source.ts";
import { badPassword, badPasswordHash, checkAccount, taken, takenByClient } from "./check-account.ts";
import { type AccountEnding, endAccess, removeConsents } from "./end-account.ts";
import { normalizeLogin } from "./login-key.ts";
import {
  type AccountRules,
  accountRuleNames,
  findFormProblem,
  isGuessable,
  normalizePassword,
} from "./password-rules.ts";
import { describeAccount, storedMembers, toAccount } from "./stored-account.ts";
import { type PasswordCheck, verifyAccountPassword } from "./verify-password.ts";

/** What accounts are kept with. */
export interface AccountsOptions {
  readonly store: Pick<ProviderStore, "accounts" | "clients" | "consents" | "grants" | "sessions">;
  readonly rules?: AccountRules | undefined;
  /** Clients of the configuration: an account's id must not be theirs. Those of the store are looked up. */
  readonly clientIds?: readonly string[] | undefined;
  /** Ends the sessions of an account, but for one. Default: in the store, and no client is told. */
  readonly endSessions?: AccountEnding["endSessions"] | undefined;
  readonly onEvent?: ((event: ProviderEvent) => void) | undefined;
  /** Default: the machine's clock. */
  readonly clock?: Clock | undefined;
  /** For tests only. Default: the platform's cryptographic generator. */
  readonly random?: RandomSource | undefined;
}

/** The provider's own accounts. People can't register themselves: whoever calls this is trusted, an administrator, a seed, the application's own registration. */
export interface Accounts extends AccountSource {
  readonly verifyPassword: (login: string, password: string) => Promise<Account | undefined>;
  readonly findByLogin: (login: string) => Promise<Account | undefined>;
  /**
   * Creates an account: active, not verified, no administrator, unless the input says so.
   * @throws ValidationError `ERR_VALIDATION_REQUEST` with every problem; `ERR_VALIDATION_TAKEN` for an id, a username or an e-mail address that another has
   */
  readonly createAccount: (input: AccountInput) => Promise<AccountRecord>;
  /**
   * Changes an account; one that is disabled by it loses its sessions and grants. Gives `undefined` where there is none.
   * @throws ValidationError `ERR_VALIDATION_REQUEST` with every problem; `ERR_VALIDATION_TAKEN` for a username or an e-mail address that another has
   */
  readonly updateAccount: (id: string, changes: AccountChanges) => Promise<AccountRecord | undefined>;
  /**
   * Replaces the password, and ends sessions and grants from before. A temporary password is one that must be replaced at the next login.
   * @throws ValidationError `ERR_VALIDATION_REQUEST` for a password that is not accepted
   */
  readonly setPassword: (
    id: string,
    password: string,
    options?: { readonly isTemporary?: boolean },
  ) => Promise<AccountRecord | undefined>;
  /** Disables an account and ends its sessions and grants; `updateAccount` makes it active again. */
  readonly disableAccount: (id: string) => Promise<AccountRecord | undefined>;
  /** Removes an account, and its sessions, grants and consents; its id is never given to another. `false` where there is none. */
  readonly removeAccount: (id: string) => Promise<boolean>;
  readonly findAccount: (id: string) => Promise<AccountRecord | undefined>;
  /** Accounts in a stable order, those whose username or e-mail address holds a text. */
  readonly listAccounts: (page: PageRequest, search?: string) => Promise<Page<AccountRecord>>;
  /** Replaces a password where the current one is right, and ends all other sessions and all grants of the account. */
  readonly changePassword: (change: PasswordChange) => Promise<PasswordChangeOutcome>;
}

/**
 * Creates what keeps the provider's own accounts. Each is decided about by one function, whoever asks: configuration, seed or administration.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for an option or a rule that does not exist, and for what is no store or lacks a verb
 */
export function createAccounts(options: AccountsOptions): Accounts {
  checkOptionNames(options, optionNames, { of: "createAccounts" });
  const { store, rules = {}, clock = systemClock, random = systemRandom, clientIds = [] } = options;
  requireParts(store, ["accounts", "clients", "consents", "grants", "sessions"], "store");
  checkOptionNames(rules, accountRuleNames, { of: "createAccounts", at: "rules" });
  const { hasher = createPasswordHasher() } = rules;
  const report = createReporter(options.onEvent) ?? (() => undefined);
  const endSessions =
    options.endSessions ?? (async (id, _reason, sid) => void (await store.sessions.removeAll(id, sid)));
  const ending: AccountEnding = { store, clock, endSessions };
  const check: PasswordCheck = { store: store.accounts, hasher, rules, report };
  const hash = (password: string): Promise<string> => hasher.hash(normalizePassword(password));

  async function refuseGuessable(password: string, names: readonly (string | undefined)[]): Promise<void> {
    const known = names.filter((name) => name !== undefined);
    if (await isGuessable(password, known, rules)) throw badPassword("guessable");
  }

  /** Reads, changes and writes until nobody has come between; the change sees what is stored then. */
  async function change(
    id: string,
    next: (stored: StoredAccount) => StoredAccount | undefined,
  ): Promise<readonly [before: StoredAccount, after: StoredAccount] | undefined> {
    for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
      const before = await store.accounts.find(id);
      if (before === undefined) return undefined;
      const changed = next(before);
      if (changed === undefined) return undefined;
      const after = { ...changed, version: before.version + 1 };
      const outcome = await store.accounts.update(after);
      if (outcome === "username_taken") throw taken("username");
      if (outcome === "email_taken") throw taken("email");
      if (outcome === "updated") return [before, after];
    }
    throw new Error("The account was changed by others all the time.");
  }

  async function replacePassword(
    id: string,
    passwordHash: string,
    { isTemporary, exceptSid, since }: Replacement,
  ): Promise<StoredAccount | undefined> {
    const members = { passwordHash, passwordChangedAtMs: clock(), requiresPasswordChange: isTemporary };
    const changed = await change(id, (stored) =>
      since === undefined || stored.passwordChangedAtMs === since.passwordChangedAtMs
        ? { ...stored, ...members }
        : undefined,
    );
    if (changed === undefined) return undefined;
    const reason = "password_changed";
    await endAccess(ending, { accountId: id, reason, ...(exceptSid === undefined ? {} : { exceptSid }) });
    report({ type: "account.changed", accountId: id, reason });
    return changed[1];
  }

  async function updateAccount(id: string, changes: AccountChanges): Promise<AccountRecord | undefined> {
    const changed = await change(id, (stored) => ({ ...stored, ...applyChanges(stored, changes, rules) }));
    if (changed === undefined) return undefined;
    const [before, after] = changed;
    if (before.isActive && !after.isActive) await endAccess(ending, { accountId: id, reason: "account_disabled" });
    report({ type: "account.changed", accountId: id });
    return describeAccount(after);
  }

  return Object.freeze<Accounts>({
    async find(id) {
      const stored = await store.accounts.find(id);
      return stored === undefined ? undefined : toAccount(stored, rules);
    },
    async findByLogin(login) {
      const stored = await store.accounts.findByLogin(normalizeLogin(login));
      return stored === undefined ? undefined : toAccount(stored, rules);
    },
    async verifyPassword(login, password) {
      const stored = await store.accounts.findByLogin(normalizeLogin(login));
      return verifyAccountPassword(check, stored, password);
    },
    async createAccount(input) {
      checkAccount(input, rules);
      const { id = createHandle(random), password, passwordHash: given } = input;
      if (given !== undefined && (await hasher.canVerify?.(given)) === false) throw badPasswordHash();
      if (clientIds.includes(id) || (await store.clients.find(id)) !== undefined) throw takenByClient();
      const members = storedMembers(input);
      if (password !== undefined) await refuseGuessable(password, [members.usernameKey, members.emailKey]);
      const passwordHash = password === undefined ? given : await hash(password);
      const account: StoredAccount = { id, ...members, passwordHash, createdAtMs: clock(), version: 1 };
      const outcome = await store.accounts.put(account);
      if (outcome !== "created") throw taken(outcome === "id_taken" ? "id" : takenNames[outcome]);
      report({ type: "account.created", accountId: id });
      return describeAccount(account);
    },
    updateAccount,
    async setPassword(id, password, { isTemporary = false } = {}) {
      const stored = await store.accounts.find(id);
      if (stored === undefined) return undefined;
      const problem = findFormProblem(password, rules);
      if (problem !== undefined) throw badPassword(problem);
      await refuseGuessable(password, [stored.usernameKey, stored.emailKey]);
      const changed = await replacePassword(id, await hash(password), { isTemporary });
      return changed === undefined ? undefined : describeAccount(changed);
    },
    disableAccount: (id) => updateAccount(id, { isActive: false }),
    async removeAccount(id) {
      const isRemoved = await store.accounts.remove(id);
      await endAccess(ending, { accountId: id, reason: "account_removed" });
      await removeConsents(ending, id);
      if (isRemoved) report({ type: "account.removed", accountId: id });
      return isRemoved;
    },
    async findAccount(id) {
      const stored = await store.accounts.find(id);
      return stored === undefined ? undefined : describeAccount(stored);
    },
    async listAccounts(page, search) {
      const { items, ...more } = await store.accounts.list(
        page,
        search === undefined ? undefined : normalizeLogin(search),
      );
      return { ...more, items: items.map(describeAccount) };
    },
    async changePassword({ accountId, currentPassword, newPassword, sid }) {
      const stored = await store.accounts.find(accountId);
      const verified = await verifyAccountPassword(check, stored, currentPassword);
      if (stored === undefined || verified === undefined) return { outcome: "refused", problem: "wrong_password" };
      if (normalizePassword(newPassword) === normalizePassword(currentPassword))
        return { outcome: "refused", problem: "unchanged" };
      const problem = findFormProblem(newPassword, rules);
      if (problem !== undefined) return { outcome: "refused", problem };
      const names = [stored.usernameKey, stored.emailKey ?? stored.usernameKey];
      if (await isGuessable(newPassword, names, rules)) return { outcome: "refused", problem: "guessable" };
      const changed = await replacePassword(accountId, await hash(newPassword), {
        isTemporary: false,
        exceptSid: sid,
        since: stored,
      });
      if (changed === undefined) return { outcome: "refused", problem: "wrong_password" };
      return { outcome: "changed", account: toAccount(changed, rules) };
    },
  });
}

/** The changes are judged together with what stays: a username may be right only beside an e-mail address. */
function applyChanges(
  stored: StoredAccount,
  { email: newEmail, ...changes }: AccountChanges,
  rules: AccountRules,
): ReturnType<typeof storedMembers> {
  const { username, claims, isActive, isVerified, isAdmin, requiresPasswordChange } = stored;
  const email = newEmail === null ? undefined : (newEmail ?? stored.email);
  const isSameEmail = email === stored.email;
  const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
  const kept = { username, claims, isActive, isVerified: isVerified && isSameEmail, isAdmin, requiresPasswordChange };
  const input: unknown = { ...kept, ...given, ...(email === undefined ? {} : { email }) };
  checkAccount(input, rules, ["id", "password", "passwordHash"]);
  return storedMembers(input);
}

/** How a password is replaced. */
interface Replacement {
  readonly isTemporary: boolean;
  readonly exceptSid?: string;
  /** The account whose password was verified: where it has another by now, nothing is replaced. */
  readonly since?: StoredAccount;
}

const maxAttempts = 10;
const takenNames = { username_taken: "username", email_taken: "email" } as const;
const optionNames: OptionNames<AccountsOptions> = {
  store: true,
  rules: true,
  clientIds: true,
  endSessions: true,
  onEvent: true,
  clock: true,
  random: true,
};
