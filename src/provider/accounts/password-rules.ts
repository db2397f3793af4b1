import type { OptionNames } from "../../util/check-option-names.ts";
import type { PasswordHasher } from "../crypto/password-hash.ts";

/** Which passwords, and which accounts, are good. */
export interface AccountRules {
  /** Whether an account can sign in only when its e-mail address is verified (`isVerified`). Default: `false`. */
  readonly requireVerified?: boolean | undefined;
  /** Characters that a new password must have. Default 8, and never less. */
  readonly minPasswordLength?: number | undefined;
  /** Whether a password is on a list of known ones. A list that does not answer must reject: the password is not accepted then. Default: none is. */
  readonly isBreachedPassword?: ((password: string) => boolean | Promise<boolean>) | undefined;
  /** Default: `createPasswordHasher()`. */
  readonly hasher?: PasswordHasher | undefined;
}

/** The names of the rules. */
export const accountRuleNames: OptionNames<AccountRules> = {
  requireVerified: true,
  minPasswordLength: true,
  isBreachedPassword: true,
  hasher: true,
};

/** What is wrong with a new password. */
export type PasswordProblem = "too_short" | "too_long" | "malformed" | "guessable";

/**
 * Writes a password as it is hashed: NFKC, so that it does not matter how a keyboard composes its letters. Nothing else is changed, and nothing cut off.
 */
export function normalizePassword(password: string): string {
  return password.normalize("NFKC");
}

/** Whether a password has more than 1024 octets: it is not even hashed then. */
export function isTooLong(password: string): boolean {
  return password.length > maxOctets || new TextEncoder().encode(password).byteLength > maxOctets;
}

/** What is wrong with the form of a new password, at one glance. */
export function findFormProblem(
  password: string,
  { minPasswordLength = minCharacters }: AccountRules,
): PasswordProblem | undefined {
  if (isTooLong(password)) return "too_long";
  if (/\p{Surrogate}/u.test(password)) return "malformed";
  const characters = [...normalizePassword(password)].length;
  return characters < Math.max(minPasswordLength, minCharacters) ? "too_short" : undefined;
}

/** Whether somebody who knows the names of an account, or a list of passwords, would try it first. */
export async function isGuessable(
  password: string,
  names: readonly string[],
  { isBreachedPassword = () => false }: AccountRules,
): Promise<boolean> {
  const normalized = normalizePassword(password);
  return names.includes(normalized.toLowerCase()) || (await isBreachedPassword(normalized));
}

const minCharacters = 8;
const maxOctets = 1024;
