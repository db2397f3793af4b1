import type { IdToken } from "../../generated/messages/id-token.ts";
import type { VerificationErrorCode } from "../errors/codes.ts";
import { VerificationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import { idTokenProfile } from "../jwt-profiles/id-token.ts";
import type { AgedJwtProfile, JwtRules } from "../jwt-profiles/jwt-profile.ts";

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
  verifyLifetime(claims, expectations, { now, token: idTokenProfile });
  verifyAuthenticationTime(claims, expectations, now);
}

/** The claims that say when a token is valid. */
export interface LifetimeClaims {
  readonly exp: number;
  readonly nbf?: unknown;
  readonly iat: number;
}

/** The time that it is, in seconds since 1970, and what is looked at. */
export interface LifetimeCheck {
  readonly now: number;
  readonly token: JwtRules & Pick<AgedJwtProfile<unknown>, "maxAgeSeconds">;
}

/**
 * Verifies that a token is neither expired, nor from the future, nor too old; the numbers are those of the steps for ID tokens.
 *
 * @throws {@link VerificationError} `ERR_VERIFICATION_EXPIRED`, `ERR_VERIFICATION_NOT_YET_VALID`, `ERR_VERIFICATION_ISSUED_AT`
 * @see OpenID Connect Core §3.1.3.7
 * @see RFC 7519 §4.1.5
 */
export function verifyLifetime(
  { exp, nbf, iat }: LifetimeClaims,
  expectations: Pick<TimeExpectations, "clockToleranceSeconds" | "maxIssuedAgeSeconds">,
  { now, token }: LifetimeCheck,
): void {
  const { clockToleranceSeconds: tolerance = 30, maxIssuedAgeSeconds = token.maxAgeSeconds } = expectations;

  // Step 9: the token has not expired. At the second named by exp it has.
  // Here and below, a bound that is no number refuses.
  if (!(now < exp + tolerance)) {
    throw failure("ERR_VERIFICATION_EXPIRED", "exp", { token, problem: `expired ${now - exp} seconds ago`, tolerance });
  }
  // nbf is RFC 7519's claim; where a provider sends it, it counts. Not every message says that it is a number.
  if (nbf !== undefined && !(typeof nbf === "number" && nbf <= now + tolerance)) {
    const problem = typeof nbf === "number" ? `becomes valid in ${nbf - now} seconds` : "has an nbf that is no number";
    throw failure("ERR_VERIFICATION_NOT_YET_VALID", "nbf", { token, problem, tolerance });
  }
  // Step 10: the token was issued neither in the future nor too long ago.
  if (!(iat <= now + tolerance)) {
    const problem = `is dated ${iat - now} seconds in the future`;
    throw failure("ERR_VERIFICATION_ISSUED_AT", "iat", { token, problem, tolerance });
  }
  if (!(now - iat <= maxIssuedAgeSeconds + tolerance)) {
    const problem = `was issued ${now - iat} seconds ago, accepted are ${maxIssuedAgeSeconds}`;
    throw failure("ERR_VERIFICATION_ISSUED_AT", "iat", { token, problem, tolerance });
  }
}

function verifyAuthenticationTime(
  { auth_time }: IdToken,
  { maxAgeSeconds, requireAuthTime = false, clockToleranceSeconds: tolerance = 30 }: TimeExpectations,
  now: number,
): void {
  const token = idTokenProfile;
  // Step 13: where it matters when the user authenticated, the token says so, and it was recent enough.
  if (maxAgeSeconds === undefined && !requireAuthTime) return;
  if (auth_time === undefined) {
    const problem = "does not say when the user authenticated";
    throw failure("ERR_VERIFICATION_AUTH_TIME", "auth_time", { token, problem, tolerance: undefined });
  }
  // A time in the future (milliseconds, say) would pass every max_age.
  if (!(auth_time <= now + tolerance)) {
    const problem = `says that the user authenticates in ${auth_time - now} seconds`;
    throw failure("ERR_VERIFICATION_AUTH_TIME", "auth_time", { token, problem, tolerance });
  }
  if (maxAgeSeconds !== undefined && !(now - auth_time <= maxAgeSeconds + tolerance)) {
    const problem = `says that the user authenticated ${now - auth_time} seconds ago, max_age is ${maxAgeSeconds}`;
    throw failure("ERR_VERIFICATION_AUTH_TIME", "auth_time", { token, problem, tolerance });
  }
}

interface Failure {
  readonly token: JwtRules;
  readonly problem: string;
  readonly tolerance: number | undefined;
}

function failure(
  code: VerificationErrorCode,
  parameter: string,
  { token, problem, tolerance }: Failure,
): VerificationError {
  const allowance = tolerance === undefined ? "" : ` (clock tolerance ${tolerance} seconds)`;
  return new VerificationError(code, {
    message: `The ${token.name} ${problem}${allowance}.`,
    parameter,
    specification:
      parameter === "nbf"
        ? specification("rfc7519", "4.1.5")
        : specification(token.document, token.section, token.labels),
  });
}
