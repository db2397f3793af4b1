import { type ClaimSource, claimSourceSchema } from "../../generated/messages/claim-source.ts";
import { type AuthError, isAuthError } from "../errors/auth-error.ts";
import { VerificationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import { ValidationError } from "../errors/validation-error.ts";
import type { CallOptions, ExchangeContext } from "../exchange/context.ts";
import { checkMessage } from "../schema/check.ts";
import { isRecord } from "../schema/is-record.ts";
import { deepFreeze } from "../util/deep-freeze.ts";
import { fetchClaimSource, isAllowedEndpoint } from "./claim-source-fetch.ts";
import {
  checkIssuers,
  type TrustedClaimIssuer,
  type VerifiedClaimSource,
  verifyClaimSource,
} from "./claim-source-jwt.ts";

/** Claims that may name others which come from elsewhere: those of a verified ID token or a userinfo response. */
export type SourcedClaims = Readonly<Record<string, unknown>>;

/** Whose claims are believed, and what may be fetched. */
export interface ClaimSourceOptions extends Pick<CallOptions, "signal"> {
  /** The issuers whose claims are believed, by their identifiers, with their keys. */
  readonly issuers: Readonly<Record<string, TrustedClaimIssuer>>;
  /** Whether distributed claims are fetched, from the origins of trusted issuers only. Default `false`. */
  readonly fetchDistributed?: boolean | undefined;
}

/** A claim from elsewhere, and who vouches for it. */
export interface ResolvedClaim {
  readonly name: string;
  readonly value: unknown;
  /** The issuer whose signature it came with; not the OpenID provider. */
  readonly issuer: string;
  /** The name of its source in `_claim_sources`. */
  readonly source: string;
}

/** A claim from elsewhere that is not to be had. */
export interface UnresolvedClaim {
  readonly name: string;
  readonly source: string;
  /**
   * `own-claim`: the provider says it itself, or it is one that only the provider may say. `no-source`: its source is missing.
   * `not-fetched`: it is distributed, and fetching is off or the origin no trusted issuer's. `missing`: the source does not have
   * it. `failed`: the source was refused, see `error`.
   */
  readonly reason: "own-claim" | "no-source" | "not-fetched" | "missing" | "failed";
  readonly error?: AuthError;
}

/** Aggregated and distributed claims after their sources have been verified. */
export interface ResolvedClaims {
  /** The claims given and those resolved, in one object. */
  readonly claims: SourcedClaims;
  readonly resolved: readonly ResolvedClaim[];
  readonly unresolved: readonly UnresolvedClaim[];
}

/**
 * Resolves aggregated and distributed claims: the JWT of each source is verified with the keys of an issuer that the caller trusts,
 * distributed ones are fetched first. Only the names of `_claim_names` are taken, none replaces a claim that is there, and
 * none is one that the provider alone may say (`sub`, `iss`, `aud` …). A source that is refused costs its claims only, and is told.
 *
 * @param claims - claims of a verified ID token, or a userinfo response
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for an issuer without keys
 * @throws VerificationError `ERR_VERIFICATION_CLAIM_SOURCE` for more than sixteen sources
 * @throws ValidationError `ERR_VALIDATION_CLAIMS` when `_claim_names` or `_claim_sources` has the wrong shape
 * @see OpenID Connect Core §5.6.2
 */
export async function resolveClaimSources(
  context: ExchangeContext,
  claims: SourcedClaims,
  options: ClaimSourceOptions,
): Promise<ResolvedClaims> {
  checkIssuers(options.issuers);
  const { names, sources } = readSources(claims);
  const wanted = names.filter(([name]) => !isOwn(claims, name));
  const used = [...new Set(wanted.map(([, source]) => source))];
  checkCount(used);
  const outcomes = new Map<string, SourceOutcome>();
  const run = async (name: string): Promise<void> => {
    outcomes.set(name, await openSource(context, sources.get(name), options));
  };
  await Promise.all(used.map(run));
  const found = names.map(([name, source]) =>
    isOwn(claims, name)
      ? ({ name, source, reason: "own-claim" } as const)
      : pick(name, source, outcomes.get(source) ?? { reason: "no-source" }),
  );
  const resolved = found.filter((claim): claim is ResolvedClaim => "issuer" in claim);
  const unresolved = found.filter((claim): claim is UnresolvedClaim => "reason" in claim);
  const merged = [...Object.entries(claims), ...resolved.map(({ name, value }) => [name, value] as const)];
  return deepFreeze({ claims: Object.fromEntries(merged), resolved, unresolved });
}

type SourceOutcome = VerifiedClaimSource | Pick<UnresolvedClaim, "reason" | "error">;

async function openSource(
  context: ExchangeContext,
  source: ClaimSource | undefined,
  { issuers, fetchDistributed = false, signal }: ClaimSourceOptions,
): Promise<SourceOutcome> {
  if (source === undefined) return { reason: "no-source" };
  try {
    if (source.JWT !== undefined) return await verifyClaimSource(context, source.JWT, { issuers, signal });
    const { endpoint = "" } = source;
    if (!fetchDistributed || !isAllowedEndpoint(endpoint, issuers)) return { reason: "not-fetched" };
    const jwt = await fetchClaimSource(context, { ...source, endpoint, signal });
    return await verifyClaimSource(context, jwt, { issuers, endpoint, signal });
  } catch (error) {
    if (!isAuthError(error)) throw error;
    return { reason: "failed", error };
  }
}

function pick(name: string, source: string, outcome: SourceOutcome): ResolvedClaim | UnresolvedClaim {
  if ("reason" in outcome) return { name, source, ...outcome };
  const { issuer, claims } = outcome;
  return Object.hasOwn(claims, name)
    ? { name, source, issuer, value: claims[name] }
    : { name, source, reason: "missing" };
}

interface ReadSources {
  readonly names: readonly (readonly [name: string, source: string])[];
  readonly sources: ReadonlyMap<string, ClaimSource>;
}

/** An ID token's schema does not define the two members, so their shape is checked here whoever sent them. */
function readSources({ _claim_names: names = {}, _claim_sources: sources = {} }: SourcedClaims): ReadSources {
  if (!isRecord(names)) throw misshapen("/_claim_names");
  if (!isRecord(sources)) throw misshapen("/_claim_sources");
  const read = new Map<string, ClaimSource>();
  for (const [name, source] of Object.entries(sources)) {
    const checked = checkMessage(claimSourceSchema, source);
    if (!checked.ok) {
      throw new ValidationError("ERR_VALIDATION_CLAIMS", { messageName: "ClaimSource", issues: checked.issues });
    }
    read.set(name, checked.message);
  }
  const pairs = Object.entries(names).map(([name, source]) => {
    if (typeof source !== "string") throw misshapen("/_claim_names");
    return [name, source] as const;
  });
  return { names: pairs, sources: read };
}

function misshapen(pointer: string): ValidationError {
  const rule = specification("oidc-core", "5.6.2");
  const message = pointer === "/_claim_names" ? "must be an object of texts" : "must be an object of objects";
  const issue = { pointer, keyword: "type", message, specification: rule, tolerances: [] };
  return new ValidationError("ERR_VALIDATION_CLAIMS", { messageName: "Claims", issues: [issue] });
}

function isOwn(claims: SourcedClaims, name: string): boolean {
  return Object.hasOwn(claims, name) || providerClaims.includes(name);
}

/** A provider, or somebody who writes its claims, must not make this client send requests without end. */
function checkCount(used: readonly string[]): void {
  if (used.length <= maxSources) return;
  throw new VerificationError("ERR_VERIFICATION_CLAIM_SOURCE", {
    message: `The claims name ${used.length} sources, accepted are ${maxSources}.`,
    parameter: "_claim_names",
    specification: specification("oidc-core", "5.6.2"),
  });
}

/** What says who the token is from, for and about, and how the user logged in: nobody but the provider may say it. */
const providerClaims: readonly string[] = [
  ...["iss", "sub", "aud", "azp", "exp", "nbf", "iat", "jti", "nonce", "acr", "amr", "auth_time", "sid", "cnf"],
  ...["at_hash", "c_hash", "s_hash", "_claim_names", "_claim_sources"],
];

const maxSources = 16;
