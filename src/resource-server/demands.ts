import type { AuthErrorDetails } from "../errors/auth-error.ts";
import type { VerificationErrorCode } from "../errors/codes.ts";
import { ConfigurationError, isVerificationError, VerificationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import { hasAcr, isAuthenticatedWithin } from "../util/claim-check.ts";
import type { Clock } from "../util/clock.ts";
import type { JsonMembers } from "../util/json-member.ts";
import { formatScope, includesScope } from "../util/scope-set.ts";

/** What a token would have to have, under the names of the challenge that says so. */
export interface TokenDemand {
  readonly scope?: string;
  readonly acr_values?: string;
  readonly max_age?: number;
}

/** A token is good, but not good enough for what was asked of the resource. */
export class InsufficientTokenError extends VerificationError {
  /** What the challenge asks for. */
  readonly demand: TokenDemand;

  constructor(code: VerificationErrorCode, details: AuthErrorDetails & { readonly demand: TokenDemand }) {
    super(code, details);
    this.demand = Object.freeze({ ...details.demand });
  }
}

/** Whether a caught value is an {@link InsufficientTokenError}, also from another copy of the package. */
export function isInsufficientTokenError(value: unknown): value is InsufficientTokenError {
  return isVerificationError(value) && "demand" in value && typeof value.demand === "object" && value.demand !== null;
}

/**
 * Demands that a token grants all of these scope values.
 *
 * @throws {@link InsufficientTokenError} `ERR_VERIFICATION_SCOPE`; the answer to it is `insufficient_scope`
 * @throws {@link ConfigurationError} `ERR_CONFIGURATION_OPTION` for a value that breaks the grammar
 * @see RFC 6750 §3.1
 */
export function requireScopes(
  { scopes }: { readonly scopes: readonly string[] },
  ...wanted: readonly [string, ...string[]]
): void {
  if (includesScope(scopes, wanted)) return;
  throw new InsufficientTokenError("ERR_VERIFICATION_SCOPE", {
    message: `The access token does not grant ${wanted.filter((value) => !scopes.includes(value)).join(" ")}.`,
    parameter: "scope",
    specification: specification("rfc6750", "3.1"),
    demand: { scope: formatScope(wanted) },
  });
}

/**
 * Demands that a token grants one of these scope values at least. The challenge names the first one: name the one first that grants least.
 *
 * @throws {@link InsufficientTokenError} `ERR_VERIFICATION_SCOPE`; the answer to it is `insufficient_scope`
 * @throws {@link ConfigurationError} `ERR_CONFIGURATION_OPTION` for a value that breaks the grammar
 * @see RFC 6750 §3.1
 */
export function requireAnyScope(
  { scopes }: { readonly scopes: readonly string[] },
  ...wanted: readonly [string, ...string[]]
): void {
  // Every value is looked at, so that one that breaks the grammar is noticed whatever the token grants.
  const granted = wanted.map((value) => includesScope(scopes, [value]));
  if (granted.includes(true)) return;
  throw new InsufficientTokenError("ERR_VERIFICATION_SCOPE", {
    message: `The access token grants none of ${wanted.join(" ")}.`,
    parameter: "scope",
    specification: specification("rfc6750", "3.1"),
    demand: { scope: formatScope([wanted[0]]) },
  });
}

/** How the user must have been authenticated. */
export interface AuthenticationDemand {
  /** The classes that are good enough, the preferred one first. */
  readonly acrValues?: readonly string[] | undefined;
  /** How long ago the user may have authenticated, in whole seconds. */
  readonly maxAgeSeconds?: number | undefined;
  /** By how much the issuer's clock may differ, in seconds. Default 0. */
  readonly clockToleranceSeconds?: number | undefined;
  /** Default: the machine's clock. */
  readonly clock?: Clock | undefined;
}

/**
 * Demands that the user was authenticated well enough and lately enough, as the token tells.
 *
 * @throws {@link InsufficientTokenError} `ERR_VERIFICATION_ACR`, `ERR_VERIFICATION_AUTH_TIME`; the answer to both is `insufficient_user_authentication`
 * @throws {@link ConfigurationError} `ERR_CONFIGURATION_OPTION` for a class or an age that no challenge can name
 * @see RFC 9470 §3
 * @see RFC 9470 §5
 */
export function requireAuthentication(
  { claims }: { readonly claims: JsonMembers },
  { acrValues, maxAgeSeconds, ...times }: AuthenticationDemand,
): void {
  checkAuthenticationDemand(acrValues, maxAgeSeconds);
  const demand = {
    ...(acrValues === undefined ? {} : { acr_values: acrValues.join(" ") }),
    ...(maxAgeSeconds === undefined ? {} : { max_age: maxAgeSeconds }),
  };
  if (acrValues !== undefined && !hasAcr(claims, acrValues))
    throw insufficient("ERR_VERIFICATION_ACR", "acr", {
      message: "The user was not authenticated well enough.",
      demand,
    });
  if (maxAgeSeconds !== undefined && !isAuthenticatedWithin(claims, { maxAgeSeconds, ...times }))
    throw insufficient("ERR_VERIFICATION_AUTH_TIME", "auth_time", {
      message: "The user was authenticated too long ago, or the token does not tell when.",
      demand,
    });
}

/**
 * Refuses what a challenge could not say before one is due.
 * @throws {@link ConfigurationError} `ERR_CONFIGURATION_OPTION`
 */
export function checkAuthenticationDemand(acrValues: unknown, maxAgeSeconds: unknown): void {
  const isList = Array.isArray(acrValues) && acrValues.length > 0;
  if (
    acrValues !== undefined &&
    !(isList && acrValues.every((value) => typeof value === "string" && acrForm.test(value)))
  )
    throw unusable("acrValues", "must be a list of texts of visible ASCII without quotes and backslashes");
  if (maxAgeSeconds !== undefined && !(Number.isSafeInteger(maxAgeSeconds) && Number(maxAgeSeconds) >= 0))
    throw unusable("maxAgeSeconds", "must be a whole number of seconds, 0 or more");
}

function unusable(parameter: string, rule: string): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", { message: `${parameter} ${rule}.`, parameter });
}

function insufficient(
  code: VerificationErrorCode,
  parameter: string,
  details: { readonly message: string; readonly demand: TokenDemand },
): InsufficientTokenError {
  return new InsufficientTokenError(code, { ...details, parameter, specification: specification("rfc9470", "3") });
}

const acrForm = /^[\x21\x23-\x5b\x5d-\x7e]+$/;
