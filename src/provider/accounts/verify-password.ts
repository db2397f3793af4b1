import type { PasswordHasher } from "../crypto/password-hash.ts";
import type { ProviderEvent } from "../events.ts";
import type { StoredAccount } from "../stores/records.ts";
import type { AccountStore } from "../stores/store.ts";
import type { Account } from "./account-source.ts";
import { type AccountRules, isTooLong, normalizePassword } from "./password-rules.ts";
import { isUsable, toAccount } from "./stored-account.ts";

/** What a password is verified with. */
export interface PasswordCheck {
  readonly store: AccountStore;
  readonly hasher: PasswordHasher;
  readonly rules: AccountRules;
  readonly report: (event: ProviderEvent) => void;
}

/**
 * Verifies the password of an account, which may not be there. One hash is calculated in any case: no account, one without a password, one that is disabled.
 * Only a password that nobody can have, longer than 1024 octets, costs none.
 */
export async function verifyAccountPassword(
  check: PasswordCheck,
  stored: StoredAccount | undefined,
  password: string,
): Promise<Account | undefined> {
  const { hasher, rules } = check;
  if (isTooLong(password)) return undefined;
  const { matches, needsRehash } = await hasher.verify(normalizePassword(password), stored?.passwordHash);
  if (!matches || stored === undefined || !isUsable(stored, rules)) return undefined;
  if (needsRehash) await rehash(check, stored, password);
  return toAccount(stored, rules);
}

/** A login does not fail because its hash could not be renewed: the next one tries again. */
async function rehash(
  { store, hasher, report }: PasswordCheck,
  stored: StoredAccount,
  password: string,
): Promise<void> {
  try {
    const passwordHash = await hasher.hash(normalizePassword(password));
    await store.update({ ...stored, passwordHash, version: stored.version + 1 });
  } catch (cause) {
    report({ type: "error.internal", accountId: stored.id, reason: "the password could not be hashed anew", cause });
  }
}
