import type { IdToken } from "../../generated/messages/id-token.ts";
import type { JwsHeader } from "../../generated/messages/jws-header.ts";
import { checkJwtClaims } from "../jose/jwt.ts";
import type { JwtDecryption } from "../jose/jwt-decryption.ts";
import type { KeySource } from "../jose/key-source.ts";
import { openJwt } from "../jose/read-signed-jwt.ts";
import { checkJwsHeader, verifyJwt } from "../jose/verify-signature.ts";
import { idTokenProfile } from "../jwt-profiles/id-token.ts";
import type { ToleratedDeviation, Toleration } from "../schema/check.ts";
import { type Clock, nowSeconds, systemClock } from "../util/clock.ts";
import { deepFreeze } from "../util/deep-freeze.ts";
import { checkExpectations, checkTime } from "./check-expectations.ts";
import { type ClaimExpectations, verifyClaims } from "./claims.ts";
import { calculateHashes, type HashExpectations, verifyHashes } from "./hashes.ts";
import { type TimeExpectations, verifyTimes } from "./times.ts";

/** Everything that the client knows before it looks at an ID token. */
export interface IdTokenExpectations extends ClaimExpectations, TimeExpectations, HashExpectations {
  /** The keys of the expected issuer. */
  readonly keys: KeySource;
  /** Accepted algorithms, see {@link chooseIdTokenAlgorithms}. Default: `RS256` alone. */
  readonly algorithms?: readonly string[] | undefined;
  /** How encrypted tokens are opened, and whether others are refused; see {@link createJwtDecryption}. Left out: encrypted tokens are refused. */
  readonly decryption?: JwtDecryption | undefined;
  /** Tells the time. Default: the machine's clock. */
  readonly clock?: Clock | undefined;
  /** Named deviations to admit on claims that carry no trust. */
  readonly tolerate?: Toleration | undefined;
  /** Ends the wait for the issuer's keys. */
  readonly signal?: AbortSignal | undefined;
  /** Told the header of the token, once the token has been verified. */
  readonly onVerified?: ((header: JwsHeader) => void) | undefined;
  /** Told which deviations were admitted, once the token has been verified. */
  readonly onTolerated?: ((deviations: readonly ToleratedDeviation[]) => void) | undefined;
}

/**
 * Verifies an ID token and gives its claims, frozen.
 *
 * The signature is verified wherever the token came from. Verified as well: `typ`, `alg`, shape of every claim, `iss`,
 * `aud`, `azp`, `sub`, `exp`, `nbf`, `iat`, `nonce`, `acr`, `auth_time`, `at_hash`, `c_hash`, `s_hash`. What needs no key
 * comes first, so that a token that is not meant for this client never causes keys to be fetched.
 *
 * @throws {@link ValidationError} `ERR_VALIDATION_JWT`, `ERR_VALIDATION_CLAIMS` (all problems at once)
 * @throws {@link VerificationError} the code says which check failed
 * @throws {@link ConfigurationError} `ERR_CONFIGURATION_OPTION` naming an expectation of the wrong type or out of range, and for a token from the
 * authorization endpoint without a `nonce` to compare; `ERR_CONFIGURATION_DECRYPTION_KEY` for an encrypted token without a key to open it
 * @see OpenID Connect Core §3.1.3.7
 * @see OpenID Connect Core §3.2.2.11
 * @see OpenID Connect Core §3.3.2.12
 */
export async function verifyIdToken(idToken: string, expectations: IdTokenExpectations): Promise<IdToken> {
  const { clock = systemClock } = expectations;
  checkExpectations(expectations, nowSeconds(clock));
  return verifyExpectedIdToken(idToken, expectations);
}

/**
 * Does what {@link verifyIdToken} does, for expectations that have been checked where they come from: options of a context, a stored
 * transaction, the request itself.
 *
 * @throws as {@link verifyIdToken}
 */
export async function verifyExpectedIdToken(idToken: string, expectations: IdTokenExpectations): Promise<IdToken> {
  const { algorithms = idTokenProfile.usualAlgorithms, keys, clock = systemClock, signal } = expectations;
  const { issuerTemplate } = expectations;
  const now = nowSeconds(clock);
  checkTime(now);

  // Step 1: an encrypted token is decrypted, and one in the open refused where the client is registered for encryption.
  const { jwt: decoded } = await openJwt(idToken, idTokenProfile, expectations.decryption);

  // Steps 7 and 8: the algorithm is one that was agreed on. HMAC with the client secret as key is not accepted.
  const algorithm = checkJwsHeader(decoded, algorithms);
  const { jwt, tolerated } = checkJwtClaims(decoded, idTokenProfile.schema, expectations.tolerate);

  // Steps 2 to 5, 11 and 12.
  verifyClaims(jwt.unverifiedClaims, expectations);

  // Steps 9, 10 and 13.
  verifyTimes(jwt.unverifiedClaims, expectations, now);

  // Step 6: the signature, with a key that may sign for this issuer, also of a token that came straight from the token endpoint. The digests are made meanwhile.
  const [{ header, claims }, hashes] = await Promise.all([
    verifyJwt(jwt, { algorithms, keys: issuerTemplate?.keysFor(keys, jwt.unverifiedClaims.iss) ?? keys, signal }),
    calculateHashes(jwt.unverifiedClaims, expectations, algorithm),
  ]);
  verifyHashes(claims, expectations, hashes);

  expectations.onVerified?.(header);
  if (tolerated.length > 0) expectations.onTolerated?.(tolerated);
  return deepFreeze(claims);
}
