import type { IdToken } from "../../generated/messages/id-token.ts";
import type { VerificationErrorCode } from "../errors/codes.ts";
import { VerificationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";

/** When the token may have been issued and used, and when the user must have authenticated. */
export interface TimeExpectations {
  /** By how much the provider's clock may differ, 0 to 600. Default 30. */
  readonly clockToleranceSeconds?: number | undefined;
  /**
   * How long ago the token may have been issued, more than 0. Default one day: enough for providers that date tokens back or hand out
   * a stored one. What ties a token to its request is the nonce; this bound limits for how long a nonce must be remembered.
   */
  readonly maxIssuedAgeSeconds?: number | undefined;
  /** The `max_age` of the request: how long ago the user may have authenticated, 0 or more. Makes `auth_time` required. */
  readonly maxAgeSeconds?: number | undefined;
  /** Whether `auth_time` must be present, because it was requested as essential or registered as required. */
  readonly requireAuthTime?: boolean | undefined;
}

/**
 * Verifies the times of an ID token; the numbers are those of the specification's steps. Messages say by how many seconds
 * a bound is missed.
 *
 * @param now - seconds since 1970
 * @throws {@link VerificationError} `ERR_VERIFICATION_EXPIRED`, `ERR_VERIFICATION_NOT_YET_VALID`, `ERR_VERIFICATION_ISSUED_AT`, `ERR_VERIFICATION_AUTH_TIME`
 * @see OpenID Connect Core §3.1.3.7
 * @see RFC 7519 §4.1.5
 */
export function verifyTimes(claims: IdToken, expectations: TimeExpectations, now: number): void {
  const { clockToleranceSeconds: tolerance = 30, maxIssuedAgeSeconds = 86_400 } = expectations;
  const { exp, nbf, iat } = claims;

  // Step 9: the token has not expired. At the second named by exp it has.
  if (now >= exp + tolerance) {
    throw failure("ERR_VERIFICATION_EXPIRED", "exp", `expired ${now - exp} seconds ago`, tolerance);
  }
  // nbf is RFC 7519's claim; where a provider sends it, it counts.
  if (nbf !== undefined && nbf > now + tolerance) {
    throw failure("ERR_VERIFICATION_NOT_YET_VALID", "nbf", `becomes valid in ${nbf - now} seconds`, tolerance);
  }
  // Step 10: the token was issued neither in the future nor too long ago.
  if (iat > now + tolerance) {
    throw failure("ERR_VERIFICATION_ISSUED_AT", "iat", `is dated ${iat - now} seconds in the future`, tolerance);
  }
  if (now - iat > maxIssuedAgeSeconds + tolerance) {
    const problem = `was issued ${now - iat} seconds ago, accepted are ${maxIssuedAgeSeconds}`;
    throw failure("ERR_VERIFICATION_ISSUED_AT", "iat", problem, tolerance);
  }
  verifyAuthenticationTime(claims, expectations, now);
}

function verifyAuthenticationTime(
  { auth_time }: IdToken,
  { maxAgeSeconds, requireAuthTime = false, clockToleranceSeconds: tolerance = 30 }: TimeExpectations,
  now: number,
): void {
  // Step 13: where it matters when the user authenticated, the token says so, and it was recent enough.
  if (maxAgeSeconds === undefined && !requireAuthTime) return;
  if (auth_time === undefined) {
    throw failure("ERR_VERIFICATION_AUTH_TIME", "auth_time", "does not say when the user authenticated", undefined);
  }
  // A time in the future (milliseconds, say) would pass every max_age.
  if (auth_time > now + tolerance) {
    const problem = `says that the user authenticates in ${auth_time - now} seconds`;
    throw failure("ERR_VERIFICATION_AUTH_TIME", "auth_time", problem, tolerance);
  }
  if (maxAgeSeconds !== undefined && now - auth_time > maxAgeSeconds + tolerance) {
    const problem = `says that the user authenticated ${now - auth_time} seconds ago, max_age is ${maxAgeSeconds}`;
    throw failure("ERR_VERIFICATION_AUTH_TIME", "auth_time", problem, tolerance);
  }
}

function failure(
  code: VerificationErrorCode,
  parameter: string,
  problem: string,
  tolerance: number | undefined,
): VerificationError {
  const allowance = tolerance === undefined ? "" : ` (clock tolerance ${tolerance} seconds)`;
  return new VerificationError(code, {
    message: `The ID token ${problem}${allowance}.`,
    parameter,
    specification: parameter === "nbf" ? specification("rfc7519", "4.1.5") : specification("oidc-core", "3.1.3.7"),
  });
}
