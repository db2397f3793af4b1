import type { JsonObject, JsonValue } from "../stores/records.ts";

/** An account that is to be created. Members that it does not have are refused, so that a form passed on as it came can't make an administrator. */
export interface AccountInput {
  /** `sub` of public subjects: at most 255 printable ASCII characters, and no client's identifier. Default: 256 random bits. Give it where accounts stand in the configuration. */
  readonly id?: string | undefined;
  /** 1 to 50 characters: letters, digits and ASCII marks, no spaces. Unique without regard to case. One with an `@` must be the e-mail address. */
  readonly username: string;
  /** At least 8 characters, at most 1024 octets. Left out: nobody can sign in with a password. */
  readonly password?: string | undefined;
  /**
   * Instead of a password its hash, of a system before: a PHC string of Argon2id or scrypt, or of another algorithm that the `hasher` of the rules verifies. The
   * first login replaces it by one of the hasher's own.
   */
  readonly passwordHash?: string | undefined;
  /** Unique without regard to case. Its claims are `email` and, as `isVerified` says, `email_verified`. */
  readonly email?: string | undefined;
  /** Claims of OpenID Connect Core §5.1, and others of the application; not those of the protocol, and not `email`. */
  readonly claims?: JsonObject | undefined;
  /** Default `true`. */
  readonly isActive?: boolean | undefined;
  /** Whether the e-mail address was seen to be the person's. Default `false`. */
  readonly isVerified?: boolean | undefined;
  /** Whether the person may use the administration of the provider. Default `false`. */
  readonly isAdmin?: boolean | undefined;
  /** Whether the password is a temporary one: a login leads to nothing but its replacement. Default `false`. */
  readonly requiresPasswordChange?: boolean | undefined;
}

/** What is to change of an account; what is left out stays. The password has a function of its own. */
export interface AccountChanges extends Partial<Omit<AccountInput, "id" | "password" | "passwordHash" | "email">> {
  /** `null` removes it. A new address is not verified, unless the same change says so. */
  readonly email?: string | null | undefined;
}

/** An account as its administrator sees it: without its password and its hash. */
export interface AccountRecord {
  readonly id: string;
  readonly username: string;
  readonly email?: string | undefined;
  readonly claims: JsonObject;
  readonly isActive: boolean;
  readonly isVerified: boolean;
  readonly isAdmin: boolean;
  readonly requiresPasswordChange: boolean;
  readonly hasPassword: boolean;
  readonly passwordChangedAtMs?: number | undefined;
  readonly createdAtMs: number;
}

/** Whether a value can be stored as JSON and comes back the same. */
export function isJsonValue(value: unknown, depth = 0): value is JsonValue {
  if (value === null || typeof value === "boolean" || typeof value === "string") return true;
  if (typeof value === "number") return Number.isFinite(value);
  if (typeof value !== "object" || depth >= maxDepth) return false;
  if (Array.isArray(value)) return value.every((each) => isJsonValue(each, depth + 1));
  const prototype: unknown = Object.getPrototypeOf(value);
  const isPlain = prototype === Object.prototype || prototype === null;
  return isPlain && Object.values(value).every((each) => isJsonValue(each, depth + 1));
}

const maxDepth = 10;
