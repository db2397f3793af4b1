import { type Clock, nowSeconds, systemClock } from "./clock.ts";
import {
  type JsonMembers,
  readNumberMember,
  readObjectMember,
  readTextListMember,
  readTextMember,
} from "./json-member.ts";
import { includesScope, parseScope } from "./scope-set.ts";

/** Where roles stand in the claims. */
export interface RoleOptions {
  /** The claim, or the way to it from object to object. Default `roles`; others are `groups`, or `["realm_access", "roles"]`. */
  readonly claim?: string | readonly string[] | undefined;
}

/** How old an authentication may be, and what time it is. */
export interface AuthenticationAgeOptions {
  /** Greatest age in seconds. */
  readonly maxAgeSeconds: number;
  /** How far the clocks of issuer and reader may be apart, in seconds. Default 0. */
  readonly clockToleranceSeconds?: number | undefined;
  /** Default the machine's clock. */
  readonly clock?: Clock | undefined;
}

/**
 * Whether the claim `scope` of a verified token grants all of these values. The claim is text with spaces between, or the list that older
 * servers write; what is neither grants nothing.
 * @see RFC 9068 §2.2.3
 * @see RFC 6749 §3.3
 */
export function hasScope(claims: JsonMembers, ...wanted: readonly [string, ...string[]]): boolean {
  const text = readTextMember(claims, "scope");
  const granted = text === undefined ? readTextListMember(claims, "scope") : parseScope(text);
  return granted !== undefined && includesScope(granted, wanted);
}

/**
 * Whether a verified token names a role. Roles are texts, or objects whose `value` is one; case counts.
 * @see RFC 9068 §2.2.3.1
 */
export function hasRole(claims: JsonMembers, role: string, { claim = "roles" }: RoleOptions = {}): boolean {
  const way = typeof claim === "string" ? [claim] : claim;
  const last = way.at(-1);
  if (last === undefined) return false;
  let object: JsonMembers | undefined = claims;
  for (const name of way.slice(0, -1)) object = object === undefined ? undefined : readObjectMember(object, name);
  if (object === undefined || !Object.hasOwn(object, last)) return false;
  const value: unknown = object[last];
  return Array.isArray(value) && value.some((item: unknown) => nameOfRole(item) === role);
}

/**
 * Whether the authentication of the user was of one of these classes. Classes have no order: list every class that is good enough.
 * @see OpenID Connect Core §2
 * @see RFC 9470 §5
 */
export function hasAcr(claims: JsonMembers, accepted: readonly string[]): boolean {
  const acr = readTextMember(claims, "acr");
  return acr !== undefined && accepted.includes(acr);
}

/**
 * Whether the user was authenticated by all of these methods, for example `mfa`.
 * @see RFC 8176 §2
 */
export function hasAuthenticationMethod(claims: JsonMembers, ...methods: readonly [string, ...string[]]): boolean {
  const used = readTextListMember(claims, "amr");
  return used !== undefined && methods.every((method) => used.includes(method));
}

/**
 * Whether the user was authenticated lately; false when `auth_time` is missing or lies in the future.
 * @see RFC 9470 §5
 */
export function isAuthenticatedWithin(claims: JsonMembers, options: AuthenticationAgeOptions): boolean {
  const { maxAgeSeconds, clockToleranceSeconds = 0, clock = systemClock } = options;
  const time = readNumberMember(claims, "auth_time");
  if (time === undefined) return false;
  const age = nowSeconds(clock) - time;
  return age <= maxAgeSeconds + clockToleranceSeconds && age >= -clockToleranceSeconds;
}

function nameOfRole(item: unknown): unknown {
  return typeof item === "object" && item !== null && "value" in item ? item.value : item;
}
