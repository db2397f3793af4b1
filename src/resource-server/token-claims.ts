import type { JwtAccessToken } from "../../generated/messages/jwt-access-token.ts";
import type { VerificationErrorCode } from "../errors/codes.ts";
import { VerificationError } from "../errors/families.ts";
import { quotePrintable } from "../errors/printable.ts";
import { specification } from "../errors/specification.ts";
import { verifyValidity } from "../jose/jwt-validity.ts";
import type { Clock } from "../util/clock.ts";
import type { IssuerPolicy } from "./issuer-policy.ts";
import type { LegacyAccessToken } from "./legacy-access-token.ts";

/** By which clock tokens are judged. */
export interface TokenTimes {
  readonly clock: Clock;
  readonly clockToleranceSeconds: number;
}

/**
 * Verifies the claims that are compared with what the resource knows; the issuer has been compared when its policy was found.
 *
 * @throws VerificationError `ERR_VERIFICATION_AUDIENCE`, `ERR_VERIFICATION_ISSUER` for another tenant, `ERR_VERIFICATION_EXPIRED`,
 * `ERR_VERIFICATION_NOT_YET_VALID`, `ERR_VERIFICATION_ISSUED_AT`
 * @see RFC 9068 §4
 */
export function verifyTokenClaims(
  claims: JwtAccessToken | LegacyAccessToken,
  { audiences, tenant }: IssuerPolicy,
  { clock, clockToleranceSeconds }: TokenTimes,
): void {
  const { aud, tid } = claims;
  const isForMe = typeof aud === "string" ? audiences.includes(aud) : aud.some((each) => audiences.includes(each));
  if (!isForMe) {
    const message = `The access token is not for this resource: its aud does not contain ${audiences.map((name) => quotePrintable(name)).join(" or ")}.`;
    throw failure("ERR_VERIFICATION_AUDIENCE", "aud", message);
  }
  if (tenant !== undefined && tid !== tenant)
    throw failure("ERR_VERIFICATION_ISSUER", "tid", "The tid of the access token is not the tenant in its iss.");
  verifyValidity(claims, { name: "access token", clock, clockToleranceSeconds });
}

/** The error for a token of nobody whom the resource knows. */
export function unknownIssuer(issuer: string): VerificationError {
  const message = `The access token is of an issuer that is not accepted here: ${quotePrintable(issuer)}.`;
  return failure("ERR_VERIFICATION_ISSUER", "iss", message);
}

function failure(code: VerificationErrorCode, parameter: string, message: string): VerificationError {
  return new VerificationError(code, { message, parameter, specification: specification("rfc9068", "4") });
}
