import type { JsonObject } from "../stores/records.ts";
import type { PasswordProblem } from "./password-rules.ts";

/** What the provider needs to know of a person. */
export interface Account {
  /** Stable, never given to anybody else, and no client's identifier; `sub` of public subjects. */
  readonly id: string;
  /** How the person is greeted: a name or an address. */
  readonly displayName: string;
  /** Disabled or not verified: nothing that was given in its name is good any more. */
  readonly isActive: boolean;
  /** Claims of OpenID Connect Core §5.1 besides `sub`. */
  readonly claims: JsonObject;
  /** The next thing to do after a login. */
  readonly requiresPasswordChange?: boolean | undefined;
  /** Sessions and grants from before are not accepted. */
  readonly passwordChangedAtMs?: number | undefined;
}

/** A password that a person replaces. */
export interface PasswordChange {
  readonly accountId: string;
  readonly currentPassword: string;
  readonly newPassword: string;
  /** The session that it happens in: the others end. */
  readonly sid: string;
}

/** What came of it. */
export type PasswordChangeOutcome =
  | { readonly outcome: "changed"; readonly account: Account }
  | { readonly outcome: "refused"; readonly problem: PasswordProblem | "wrong_password" | "unchanged" };

/** Who may sign in: the provider's own accounts (`createAccounts`), or those of the application that embeds it. */
export interface AccountSource {
  /** Finds an account by its id; rejects where the source does not answer. */
  readonly find: (id: string) => Promise<Account | undefined>;
  /** Verifies a login and a password, in the same time whether there is such an account or not; `undefined` for anything but the right pair of an active account. */
  readonly verifyPassword?: ((login: string, password: string) => Promise<Account | undefined>) | undefined;
  /** Finds an account by what a client or a person calls it, for `login_hint` of CIBA, and so that failed logins are counted by account, whatever it is called. */
  readonly findByLogin?: ((login: string) => Promise<Account | undefined>) | undefined;
  /** Replaces a password where the current one is right, and ends all other sessions and all grants of the account. */
  readonly changePassword?: ((change: PasswordChange) => Promise<PasswordChangeOutcome>) | undefined;
}
