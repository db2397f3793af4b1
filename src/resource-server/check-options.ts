import type { ToleranceName } from "../../generated/tolerances.ts";
import { ConfigurationError } from "../errors/families.ts";
import { tolerating } from "../exchange/tolerating.ts";
import type { CacheOptions } from "../metadata/cache-policy.ts";
import type { Toleration } from "../schema/check.ts";
import { checkOptionNames, type OptionNames } from "../util/check-option-names.ts";
import type { AccessTokenDPoPOptions, AccessTokenIssuer, AccessTokenVerifierSettings } from "./options.ts";

/**
 * Checks the names of a verifier's options, for callers without types. What belongs to an issuer has no effect beside a list of issuers,
 * so that it is refused there.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` naming the option, and the one that was probably meant
 */
export function checkVerifierOptions(options: unknown): void {
  checkOptionNames(options, { ...settingNames, ...issuerNames, issuers: true }, { of });
  const { issuers, ...others }: Readonly<Record<string, unknown>> = { ...Object(options) };
  if (issuers !== undefined) {
    const misplaced = Object.keys(issuerNames).find((name) => others[name] !== undefined);
    if (misplaced === "issuer") throw unusable("issuers", "cannot be given together with issuer");
    if (misplaced !== undefined) throw unusable(misplaced, "must be given in each entry of issuers, not beside them");
  }
  if (Array.isArray(issuers)) {
    for (const [index, entry] of issuers.entries())
      checkOptionNames(entry, issuerNames, { of, at: `issuers[${index}]` });
  }
  checkNestedNames(others, of);
}

/**
 * Checks the names of options inside of options.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION`
 */
export function checkNestedNames({ dpop, cache }: Readonly<Record<string, unknown>>, of: string): void {
  if (dpop !== undefined && dpop !== false) checkOptionNames(dpop, dpopNames, { of, at: "dpop" });
  if (cache !== undefined) checkOptionNames(cache, cacheNames, { of, at: "cache" });
}

/**
 * Resolves the deviations that are admitted: given by their names or as `tolerating` made them.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for a name that is none, and for what is neither
 */
export function resolveToleration(tolerate: Toleration | readonly ToleranceName[] | undefined): Toleration | undefined {
  if (tolerate === undefined || isToleration(tolerate)) return tolerate;
  return tolerating(tolerate);
}

function isToleration(tolerate: Toleration | readonly ToleranceName[]): tolerate is Toleration {
  const { judge, readBody }: Readonly<Record<string, unknown>> = { ...Object(tolerate) };
  return typeof judge === "function" && typeof readBody === "function";
}

function unusable(parameter: string, rule: string): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", { message: `${parameter} ${rule}.`, parameter });
}

const of = "createAccessTokenVerifier";

/** Names of what is the same for all issuers. */
export const settingNames: OptionNames<AccessTokenVerifierSettings<unknown>> = {
  claims: true,
  clockToleranceSeconds: true,
  dpop: true,
  requireBinding: true,
  baseUrl: true,
  tokenCache: true,
  decryption: true,
  discovery: true,
  tolerate: true,
  cache: true,
  onEvent: true,
  realm: true,
  resourceMetadata: true,
  clock: true,
  fetch: true,
  timeoutMs: true,
  maxResponseBytes: true,
  headers: true,
  httpSignatures: true,
  retry: true,
  observe: true,
};

/** Names of what is an issuer's own. */
export const issuerNames: OptionNames<AccessTokenIssuer> = {
  issuer: true,
  audience: true,
  keys: true,
  jwksUri: true,
  metadata: true,
  algorithms: true,
  profile: true,
  tenants: true,
};

const dpopNames: OptionNames<AccessTokenDPoPOptions> = {
  algorithms: true,
  replayStore: true,
  nonces: true,
  maxAgeSeconds: true,
  maxFutureSeconds: true,
  nonceTellsTime: true,
};

const cacheNames: OptionNames<CacheOptions> = {
  freshMs: true,
  minFreshMs: true,
  maxFreshMs: true,
  staleWhileRevalidateMs: true,
  staleIfErrorMs: true,
  failureCooldownMs: true,
  maxFailureCooldownMs: true,
  waitUntil: true,
  shared: true,
};
