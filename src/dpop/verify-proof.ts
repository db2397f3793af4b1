import type { DpopProof } from "../../generated/messages/dpop-proof.ts";
import { dpopProofHeaderSchema } from "../../generated/messages/dpop-proof-header.ts";
import type { Jwk } from "../../generated/messages/jwk.ts";
import type { VerificationErrorCode } from "../errors/codes.ts";
import { isVerificationError, VerificationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import { isValidationError, ValidationError } from "../errors/validation-error.ts";
import { listAsymmetricAlgorithms } from "../jose/algorithms.ts";
import { verifyWithEmbeddedKey } from "../jose/embedded-key.ts";
import { jwkThumbprint, sha256Base64url } from "../jose/hash.ts";
import { checkJwtClaims, decodeJwt, type UnverifiedJwt } from "../jose/jwt.ts";
import { dpopProofProfile } from "../jwt-profiles/dpop-proof.ts";
import { checkMessage } from "../schema/check.ts";
import { nowSeconds, systemClock } from "../util/clock.ts";
import { equalConstantTime } from "../util/constant-time.ts";
import { deepFreeze } from "../util/deep-freeze.ts";
import { type ReceivedHeaders, readReceivedHeader } from "../util/received-header.ts";
import { checkProofExpectations, type DPoPProofExpectations, type DPoPProofPolicy } from "./proof-policy.ts";
import { normalizeProofTarget } from "./proof-target.ts";

/** A proof that has been verified. */
export interface VerifiedDPoPProof {
  /** The claims of the proof, frozen. */
  readonly claims: DpopProof;
  /** SHA-256 thumbprint of the key: what a token is bound to (`cnf.jkt`). */
  readonly jkt: string;
  /** The numbers of the public key. */
  readonly publicJwk: Jwk;
  /** A nonce to send along with the answer, because the proof's will soon be too old. */
  readonly newNonce: string | undefined;
}

/**
 * Finds the proof of a request.
 * @returns `undefined` where the request has none
 * @throws {@link VerificationError} `ERR_VERIFICATION_DPOP_PROOF` for more than one
 * @see RFC 9449 §4.3
 */
export function readDPoPProof(headers: ReceivedHeaders): string | undefined {
  const [proof, ...more] = readReceivedHeader(headers, "dpop");
  // Fields of one name are joined with a comma, which no proof has.
  if (more.length > 0 || proof?.includes(",") === true)
    throw refused("DPoP", "The request has more than one DPoP header.");
  return proof;
}

/**
 * Verifies the proof that came with a request; the numbers are those of the specification's steps. Every failure of the proof has one
 * code, and `parameter` and `cause` tell more: the answer to it is `invalid_dpop_proof`.
 *
 * @param proof - the value of the header `DPoP`, see {@link readDPoPProof}
 * @throws {@link VerificationError} `ERR_VERIFICATION_DPOP_PROOF`; `ERR_VERIFICATION_DPOP_NONCE` for a missing or old nonce: answer `use_dpop_nonce` with a new one;
 * `ERR_VERIFICATION_TOKEN_BINDING` for another key than that of `jkt`
 * @throws {@link ConfigurationError} `ERR_CONFIGURATION_OPTION` naming an expectation that cannot be used, and what the replay store throws
 * @see RFC 9449 §4.3
 * @see RFC 9449 §11.1
 */
export async function verifyDPoPProof(
  proof: string | undefined,
  expectations: DPoPProofExpectations,
): Promise<VerifiedDPoPProof> {
  const { clock = systemClock, algorithms = listAsymmetricAlgorithms() } = expectations;
  const now = nowSeconds(clock);
  const target = checkProofExpectations(expectations, now);
  if (proof === undefined) throw refused("DPoP", "The request has no DPoP header.");

  // Steps 2 to 4: a well-formed JWT of the right type, with all claims that it needs.
  const jwt = decode(proof);
  const claims = jwt.unverifiedClaims;

  // Steps 8 and 9: made for this request.
  if (claims.htm !== expectations.method) throw refused("htm", "The DPoP proof is for another method.");
  if (normalizeProofTarget(claims.htu) !== target) throw refused("htu", "The DPoP proof is for another URL.");

  // Steps 10 and 11: made now, not in advance and not long ago.
  const newNonce = await verifyNonce(claims, expectations);
  verifyTime(claims, expectations, now);

  // Steps 5 to 7: signed with the key that it holds, which is public, by an algorithm of two keys.
  const [publicJwk, ath] = await Promise.all([
    verifyWithEmbeddedKey(jwt, algorithms).catch(asProofError),
    expectations.accessToken === undefined ? undefined : sha256Base64url(expectations.accessToken),
  ]);

  // Step 12: it goes with this token, which is bound to this key.
  if (ath !== undefined && !equalConstantTime(claims.ath ?? "", ath)) {
    throw refused("ath", `The DPoP proof ${claims.ath === undefined ? "names no" : "is for another"} access token.`);
  }
  const jkt = await jwkThumbprint(publicJwk);
  if (expectations.jkt !== undefined && !equalConstantTime(jkt, expectations.jkt)) throw otherKey();

  // Last of all, so that nobody uses up what they cannot sign.
  await verifyUnused(claims, jkt, { ...expectations, now });
  return Object.freeze({ claims: deepFreeze(claims), jkt, publicJwk: Object.freeze(publicJwk), newNonce });
}

function decode(proof: string): UnverifiedJwt<DpopProof> {
  if (proof.length > maxProofLength)
    throw refused("DPoP", `The DPoP proof has more than ${maxProofLength} characters.`);
  try {
    const jwt = decodeJwt(proof, dpopProofProfile);
    const header = checkMessage(dpopProofHeaderSchema, jwt.header);
    if (!header.ok)
      throw new ValidationError("ERR_VALIDATION_JWT", { messageName: "DPoP proof header", issues: header.issues });
    return checkJwtClaims(jwt, dpopProofProfile.schema).jwt;
  } catch (error) {
    return asProofError(error);
  }
}

/** What is wrong with a JWT, as what is wrong with a proof. */
function asProofError(cause: unknown): never {
  if (!isVerificationError(cause) && !isValidationError(cause)) throw cause;
  throw failure("ERR_VERIFICATION_DPOP_PROOF", { message: cause.message, parameter: cause.parameter, cause });
}

async function verifyNonce({ nonce }: DpopProof, { nonces }: DPoPProofPolicy): Promise<string | undefined> {
  if (nonces === undefined) return undefined;
  const state = await nonces.check(nonce);
  if (state === "newest") return undefined;
  if (state === "accepted") return nonces.issue();
  throw failure("ERR_VERIFICATION_DPOP_NONCE", {
    message: `The DPoP proof has ${state === "missing" ? "no nonce" : "a nonce that is not good, or no longer"}.`,
    parameter: "nonce",
    section: "8",
  });
}

function verifyTime({ iat }: DpopProof, expectations: DPoPProofPolicy, now: number): void {
  const { maxAgeSeconds = defaultMaxAgeSeconds, maxFutureSeconds = 10, nonces, nonceTellsTime = false } = expectations;
  if (nonces !== undefined && nonceTellsTime) return;
  if (now - iat > maxAgeSeconds) throw refused("iat", `The DPoP proof was made ${Math.ceil(now - iat)} seconds ago.`);
  if (iat - now > maxFutureSeconds)
    throw refused("iat", `The DPoP proof is dated ${Math.ceil(iat - now)} seconds in the future.`);
}

async function verifyUnused(
  { jti, iat }: DpopProof,
  jkt: string,
  { replayStore, nonces, nonceTellsTime, maxAgeSeconds = defaultMaxAgeSeconds, now }: Unused,
): Promise<void> {
  if (replayStore === "none") return;
  const key = `dpop ${await sha256Base64url(`${jkt} ${jti}`)}`;
  const byNonce = nonces === undefined || nonceTellsTime !== true ? undefined : now + nonces.acceptedForSeconds;
  // A second more, because times are whole seconds.
  const isFirst = await replayStore.claim(key, ((byNonce ?? iat + maxAgeSeconds) + 1) * 1000);
  if (isFirst !== true) throw refused("jti", "The DPoP proof has been used before.", "11.1");
}

interface Unused extends DPoPProofPolicy {
  readonly now: number;
}

function otherKey(): VerificationError {
  return failure("ERR_VERIFICATION_TOKEN_BINDING", {
    message: "The DPoP proof was made with another key than the one that the token is bound to.",
    parameter: "jkt",
  });
}

function refused(parameter: string, message: string, section?: string): VerificationError {
  return failure("ERR_VERIFICATION_DPOP_PROOF", { message, parameter, section });
}

interface Failure {
  readonly message: string;
  readonly parameter: string | undefined;
  readonly section?: string | undefined;
  readonly cause?: unknown;
}

function failure(code: VerificationErrorCode, { section = "4.3", ...details }: Failure): VerificationError {
  return new VerificationError(code, { ...details, specification: specification("rfc9449", section) });
}

const defaultMaxAgeSeconds = 60;

/** A key and a signature of RSA with 4096 bits, as base64url, and a URL of any sensible length. */
const maxProofLength = 8192;
