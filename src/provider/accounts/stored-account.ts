import type { StoredAccount } from "../stores/records.ts";
import type { AccountInput, AccountRecord } from "./account-input.ts";
import type { Account } from "./account-source.ts";
import { normalizeLogin } from "./login-key.ts";
import type { AccountRules } from "./password-rules.ts";

/** What the endpoints see of a stored account: its e-mail address is verified when the account is. */
export function toAccount(stored: StoredAccount, rules: AccountRules): Account {
  const { id, username, email, claims, isVerified, requiresPasswordChange, passwordChangedAtMs } = stored;
  return Object.freeze<Account>({
    id,
    displayName: typeof claims.name === "string" ? claims.name : username,
    isActive: isUsable(stored, rules),
    claims: {
      preferred_username: username,
      ...claims,
      ...(email === undefined ? {} : { email, email_verified: isVerified }),
    },
    requiresPasswordChange,
    passwordChangedAtMs,
  });
}

/** Whether anything may be done in the name of an account. */
export function isUsable({ isActive, isVerified }: StoredAccount, { requireVerified = false }: AccountRules): boolean {
  return isActive && (isVerified || !requireVerified);
}

/** What an administrator sees of a stored account. */
export function describeAccount({
  usernameKey: _usernameKey,
  emailKey: _emailKey,
  passwordHash,
  version: _version,
  ...shown
}: StoredAccount): AccountRecord {
  return Object.freeze<AccountRecord>({ ...shown, hasPassword: passwordHash !== undefined });
}

/** The members of a stored account that an administrator decides about. */
export function storedMembers(
  input: AccountInput,
): Pick<
  StoredAccount,
  | "username"
  | "usernameKey"
  | "email"
  | "emailKey"
  | "claims"
  | "isActive"
  | "isVerified"
  | "isAdmin"
  | "requiresPasswordChange"
> {
  const { username, email, claims = {}, isActive = true, isVerified = false, isAdmin = false } = input;
  return {
    username: username.normalize("NFKC"),
    usernameKey: normalizeLogin(username),
    email,
    emailKey: email === undefined ? undefined : normalizeLogin(email),
    claims: structuredClone(claims),
    isActive,
    isVerified,
    isAdmin,
    requiresPasswordChange: input.requiresPasswordChange ?? false,
  };
}
