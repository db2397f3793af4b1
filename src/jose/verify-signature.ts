import type { Jwk } from "../../generated/messages/jwk.ts";
import type { JwsHeader } from "../../generated/messages/jws-header.ts";
import { isVerificationError, VerificationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import { findJwsAlgorithm, type JwsAlgorithm } from "./algorithms.ts";
import type { UnverifiedJws } from "./jws.ts";
import type { UnverifiedJwt, VerifiedClaims, VerifiedJwt } from "./jwt.ts";
import type { KeySource } from "./key-source.ts";
import { resolveKeys } from "./keys.ts";

/** Whom to believe, decided before the token is looked at. */
export interface SignaturePolicy {
  /** Accepted algorithms: what the caller allows and the issuer announces. HMAC and `none` are refused even if listed. */
  readonly algorithms: readonly string[];
  /** The keys of the issuer that the caller expects. */
  readonly keys: KeySource;
  /** Ends the wait for the keys. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Verifies the signature of a JWT with a key of the expected issuer and an algorithm that the caller accepts; the token
 * chooses neither. Says nothing about what the claims say.
 *
 * @throws {@link VerificationError} as {@link verifyJws}
 * @see RFC 7519 §7.2
 */
export async function verifyJwt<T>(jwt: UnverifiedJwt<T>, policy: SignaturePolicy): Promise<VerifiedJwt<T>> {
  await verifyJws(jwt, policy);
  return { verified: true, header: jwt.header, claims: markVerified(jwt.unverifiedClaims) };
}

/** The mark exists in types only, so the claims stay the object that was checked. */
function markVerified<T>(claims: T): VerifiedClaims<T> {
  return claims as VerifiedClaims<T>;
}

/**
 * Verifies the signature of a signed object: header rules, then the choice of key, then the signature itself. Header
 * members that carry or point to a key (`jwk`, `jku`, `x5c`, `x5u`) are never used. When no key of the set verifies the
 * signature, the source is asked once for a newer set, and only another set is tried.
 *
 * @throws {@link VerificationError} `ERR_VERIFICATION_CRITICAL_HEADER`, `ERR_VERIFICATION_ALGORITHM`, the
 * `ERR_VERIFICATION_KEY_` codes, `ERR_VERIFICATION_SIGNATURE`; and what the key source throws
 * @see RFC 7515 §5.2
 * @see RFC 8725 §3.1
 */
export async function verifyJws(jws: UnverifiedJws, policy: SignaturePolicy): Promise<void> {
  const algorithm = checkJwsHeader(jws, policy.algorithms);
  const { keys, signal } = policy;
  const found = await keys.find(jws.header, signal);
  try {
    await verifyWithSet(jws, algorithm, found);
  } catch (error) {
    if (keys.refresh === undefined || !isVerificationError(error)) throw error;
    // The issuer may have replaced its keys without a kid, or under the same one.
    const newer = await keys.refresh(signal);
    if (newer === found) throw error;
    await verifyWithSet(jws, algorithm, newer);
  }
}

async function verifyWithSet(jws: UnverifiedJws, algorithm: JwsAlgorithm, jwks: readonly Jwk[]): Promise<void> {
  const keys = await resolveKeys(jwks, jws.header, algorithm);
  // The octets that were parsed are the octets that are verified: no second decoder that might see another message.
  const signed = new TextEncoder().encode(jws.signingInput);
  let cause: unknown;
  for (const key of keys) {
    try {
      if (await crypto.subtle.verify(algorithm.operation, key, jws.signature, signed)) return;
    } catch (error) {
      cause = error;
    }
  }
  throw new VerificationError("ERR_VERIFICATION_SIGNATURE", {
    message: `The signature of the ${jws.kind.name} was not made with the issuer's key (${keys.length} tried).`,
    specification: specification("rfc7515", "5.2"),
    cause,
  });
}

/**
 * Checks what a header may say: no extension that must be understood, an encoded payload, an accepted algorithm.
 *
 * @throws {@link VerificationError} `ERR_VERIFICATION_CRITICAL_HEADER`, `ERR_VERIFICATION_ALGORITHM`
 * @see RFC 7515 §4.1.11
 * @see RFC 7797 §7
 */
export function checkJwsHeader({ header, kind }: UnverifiedJws, allowed: readonly string[]): JwsAlgorithm {
  checkExtensions(header, kind.name);
  const algorithm = findJwsAlgorithm(header.alg);
  if (algorithm?.asymmetric && allowed.includes(algorithm.name)) return algorithm;
  throw new VerificationError("ERR_VERIFICATION_ALGORITHM", {
    message: `The alg of the ${kind.name} is not accepted here; accepted: ${allowed.join(", ")}.`,
    specification: specification("rfc8725", "3.1"),
    parameter: "alg",
  });
}

/**
 * Checks that a header demands no extension that is not understood.
 *
 * @throws {@link VerificationError} `ERR_VERIFICATION_CRITICAL_HEADER`
 * @see RFC 7515 §4.1.11
 */
export function checkExtensions(header: JwsHeader, name: string): void {
  if (header.crit !== undefined) throw criticalHeader(name, "crit", specification("rfc7515", "4.1.11"));
  if (header.b64 === false) throw criticalHeader(name, "b64", specification("rfc7797", "7"));
}

function criticalHeader(name: string, parameter: string, rule: ReturnType<typeof specification>): VerificationError {
  return new VerificationError("ERR_VERIFICATION_CRITICAL_HEADER", {
    message: `The header of the ${name} has ${parameter} and demands an extension that is not supported.`,
    specification: rule,
    parameter,
  });
}
