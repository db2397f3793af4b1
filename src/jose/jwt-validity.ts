import { VerificationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import { type Clock, nowSeconds } from "../util/clock.ts";

/** The claims that say when a JWT is valid; each counts where it is there. */
export interface ValidityClaims {
  readonly exp?: number | undefined;
  readonly nbf?: number | undefined;
  readonly iat?: number | undefined;
}

/** By which clock a JWT is judged. */
export interface ValidityExpectations {
  /** What the JWT is called in error messages: `software statement`. */
  readonly name: string;
  readonly clock: Clock;
  /** By how much the issuer's clock may differ, in seconds. */
  readonly clockToleranceSeconds: number;
}

/**
 * Verifies that a JWT of a kind that may leave its times out is valid now.
 *
 * @throws {@link VerificationError} `ERR_VERIFICATION_EXPIRED`, `ERR_VERIFICATION_NOT_YET_VALID`, `ERR_VERIFICATION_ISSUED_AT`
 * @see RFC 7519 §4.1.4
 * @see RFC 7519 §4.1.5
 */
export function verifyValidity(
  { exp, nbf, iat }: ValidityClaims,
  { name, clock, clockToleranceSeconds }: ValidityExpectations,
): void {
  const now = nowSeconds(clock);
  if (exp !== undefined && now >= exp + clockToleranceSeconds) {
    throw new VerificationError("ERR_VERIFICATION_EXPIRED", {
      message: `The ${name} expired ${now - exp} seconds ago.`,
      parameter: "exp",
      specification: specification("rfc7519", "4.1.4"),
    });
  }
  if (nbf !== undefined && nbf > now + clockToleranceSeconds) {
    throw new VerificationError("ERR_VERIFICATION_NOT_YET_VALID", {
      message: `The ${name} becomes valid in ${nbf - now} seconds.`,
      parameter: "nbf",
      specification: specification("rfc7519", "4.1.5"),
    });
  }
  if (iat !== undefined && iat > now + clockToleranceSeconds) {
    throw new VerificationError("ERR_VERIFICATION_ISSUED_AT", {
      message: `The ${name} is dated ${iat - now} seconds in the future.`,
      parameter: "iat",
      specification: specification("rfc7519", "4.1.6"),
    });
  }
}
