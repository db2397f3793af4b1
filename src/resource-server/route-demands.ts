import { ConfigurationError } from "../errors/families.ts";
import { checkOptionNames, type OptionNames } from "../util/check-option-names.ts";
import { formatScope, parseScope, type ScopeInput } from "../util/scope-set.ts";
import { checkAuthenticationDemand, requireAnyScope, requireAuthentication, requireScopes } from "./demands.ts";
import type { Principal } from "./principal.ts";
import type { TokenTimes } from "./token-claims.ts";

/** What a request demands of its token. */
export interface RouteDemands {
  /** Scope values that the token must all grant. */
  readonly scope?: ScopeInput | undefined;
  /** Scope values of which the token must grant one; the challenge names the first. */
  readonly anyScope?: ScopeInput | undefined;
  /** The classes of which the user must have been authenticated by one, the preferred one first. */
  readonly acrValues?: readonly string[] | undefined;
  /** How long ago the user may have authenticated, in whole seconds. */
  readonly maxAgeSeconds?: number | undefined;
}

type ScopeValues = readonly [string, ...string[]];

/** Demands that have been checked. */
export interface CheckedDemands {
  readonly scope: ScopeValues | undefined;
  readonly anyScope: ScopeValues | undefined;
  readonly acrValues: readonly string[] | undefined;
  readonly maxAgeSeconds: number | undefined;
}

/**
 * Checks demands, and lets those that are given take the place of others.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for a demand that no token could meet, or that every token would
 */
export function resolveDemands(given: RouteDemands, others?: CheckedDemands): CheckedDemands {
  const { scope, anyScope, acrValues, maxAgeSeconds } = given;
  checkAuthenticationDemand(acrValues, maxAgeSeconds);
  return Object.freeze({
    scope: readScope("scope", scope) ?? others?.scope,
    anyScope: readScope("anyScope", anyScope) ?? others?.anyScope,
    acrValues: acrValues ?? others?.acrValues,
    maxAgeSeconds: maxAgeSeconds ?? others?.maxAgeSeconds,
  });
}

/**
 * Holds a token against what a request demands.
 * @throws InsufficientTokenError `ERR_VERIFICATION_SCOPE`, `ERR_VERIFICATION_ACR`, `ERR_VERIFICATION_AUTH_TIME`
 */
export function requireDemands(principal: Principal<unknown>, demands: CheckedDemands, times: TokenTimes): void {
  const { scope, anyScope, acrValues, maxAgeSeconds } = demands;
  if (scope !== undefined) requireScopes(principal, ...scope);
  if (anyScope !== undefined) requireAnyScope(principal, ...anyScope);
  if (acrValues === undefined && maxAgeSeconds === undefined) return;
  const { clock, clockToleranceSeconds } = times;
  requireAuthentication(principal, { acrValues, maxAgeSeconds, clock, clockToleranceSeconds });
}

/** An empty list would let every token pass, which nobody means who writes it. */
function readScope(parameter: "scope" | "anyScope", input: ScopeInput | undefined): ScopeValues | undefined {
  if (input === undefined) return undefined;
  const values = typeof input === "string" ? parseScope(input) : Array.isArray(input) ? parseScope(written(input)) : [];
  const [first, ...more] = values ?? [];
  if (first !== undefined) return [first, ...more];
  throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: `${parameter} must be scope values, one at least: text with spaces between, or a list.`,
    parameter,
  });
}

function written(values: readonly string[]): string {
  return values.length === 0 ? "" : formatScope(values);
}

/** Names of {@link RouteDemands}. */
const demandNames: OptionNames<RouteDemands> = {
  scope: true,
  anyScope: true,
  acrValues: true,
  maxAgeSeconds: true,
};

/** For callers without types: a demand that is misspelled would demand nothing. */
export function checkDemandNames(demands: unknown, of: string, at?: string): void {
  checkOptionNames(demands, demandNames, { of, at });
}
