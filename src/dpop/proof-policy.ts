import { ConfigurationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import { isAsymmetricAlgorithm } from "../jose/asymmetric-algorithm.ts";
import type { Clock } from "../util/clock.ts";
import type { ReplayStore } from "../util/replay-store.ts";
import type { DPoPNonces } from "./proof-nonce.ts";
import { normalizeProofTarget } from "./proof-target.ts";

/** How proofs are judged, the same for every request. */
export interface DPoPProofPolicy {
  /** Accepted algorithms; only asymmetric ones can be named. Default: all of this library. */
  readonly algorithms?: readonly string[] | undefined;
  /** Remembers proofs that have been used. `none`: a proof is accepted as often as it comes, within its time; only where nonces or something else bounds that. */
  readonly replayStore: ReplayStore | "none";
  /** The nonces that proofs must have; left out, none is demanded, and one that comes is not looked at. */
  readonly nonces?: DPoPNonces | undefined;
  /** How old a proof may be, in seconds, 1 to 3600. Default 60. */
  readonly maxAgeSeconds?: number | undefined;
  /** By how much a proof may be dated in the future, in seconds, 0 to 600. Default 10. */
  readonly maxFutureSeconds?: number | undefined;
  /** Whether a good nonce tells the time at which the proof was made in place of `iat`, so that clients with a wrong clock get through. Default `false`. */
  readonly nonceTellsTime?: boolean | undefined;
  /** Default: the machine's clock. */
  readonly clock?: Clock | undefined;
}

/** What the proof must be about. */
export interface DPoPProofExpectations extends DPoPProofPolicy {
  /** The method of the request. */
  readonly method: string;
  /** The URL to which the client sent the request: behind a proxy the public one. Query and fragment are ignored. */
  readonly url: string;
  /** The access token that came with the proof; left out at a token endpoint, and then `ath` is not looked at. */
  readonly accessToken?: string | undefined;
  /** The thumbprint that the proof's key must have: `cnf.jkt` of a token, `dpop_jkt` of an authorization request. */
  readonly jkt?: string | undefined;
}

/**
 * Checks what proofs are compared with before anything is: a comparison with `NaN`, say, would let every proof pass.
 *
 * @param now - the time that the clock tells, in seconds since 1970
 * @returns the URL of the request in the one spelling in which it is compared
 * @throws {@link ConfigurationError} `ERR_CONFIGURATION_OPTION` naming the expectation
 */
export function checkProofExpectations(expectations: DPoPProofExpectations, now: number): string {
  const { method, url, accessToken, jkt } = expectations;
  checkProofPolicy(expectations);
  if (!Number.isFinite(now)) throw unusable("clock", "must tell the time in milliseconds since 1970");
  if (typeof method !== "string" || method === "") throw unusable("method", "must be the method of the request");
  for (const [name, value] of [
    ["accessToken", accessToken],
    ["jkt", jkt],
  ] as const) {
    if (value !== undefined && (typeof value !== "string" || value === "")) throw unusable(name, "must be text");
  }
  const target = typeof url === "string" ? normalizeProofTarget(url) : undefined;
  if (target === undefined) throw unusable("url", "must be the absolute http or https URL of the request");
  return target;
}

/**
 * Checks the part that is the same for every request.
 * @throws {@link ConfigurationError} `ERR_CONFIGURATION_OPTION` naming the option
 */
export function checkProofPolicy(policy: DPoPProofPolicy): void {
  const { algorithms, replayStore, nonces, maxAgeSeconds, maxFutureSeconds } = policy;
  if (
    algorithms !== undefined &&
    !(Array.isArray(algorithms) && algorithms.length > 0 && algorithms.every(isAlgorithm))
  )
    throw unusable("algorithms", "must be a list of asymmetric signature algorithms");
  if (replayStore !== "none" && typeof replayStore?.claim !== "function")
    throw unusable("replayStore", 'must be a replay store, or "none"');
  if (nonces !== undefined && !(typeof nonces?.check === "function" && Number.isFinite(nonces.acceptedForSeconds)))
    throw unusable("nonces", "must be what createDPoPNonces makes");
  if (maxAgeSeconds !== undefined && !isBetween(maxAgeSeconds, 1, 3600))
    throw unusable("maxAgeSeconds", "must be a number of seconds from 1 to 3600");
  if (maxFutureSeconds !== undefined && !isBetween(maxFutureSeconds, 0, 600))
    throw unusable("maxFutureSeconds", "must be a number of seconds from 0 to 600");
}

function isAlgorithm(name: unknown): boolean {
  return typeof name === "string" && isAsymmetricAlgorithm(name);
}

function isBetween(value: unknown, least: number, most: number): boolean {
  return typeof value === "number" && value >= least && value <= most;
}

function unusable(parameter: string, rule: string): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: `${parameter} ${rule}.`,
    parameter,
    specification: specification("rfc9449", "4.3"),
  });
}
