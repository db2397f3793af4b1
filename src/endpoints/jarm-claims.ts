import type { AuthorizationResponseJwt } from "../../generated/messages/authorization-response-jwt.ts";
import type { VerificationErrorCode } from "../errors/codes.ts";
import { VerificationError } from "../errors/families.ts";
import { quotePrintable } from "../errors/printable.ts";
import { specification } from "../errors/specification.ts";
import { authorizationResponseJwtProfile as profile } from "../jwt-profiles/authorization-response-jwt.ts";
import type { IssuerTemplate } from "../jwt-profiles/issuer-template.ts";
import { refuseForeignClaims } from "../jwt-profiles/refuse-foreign-claims.ts";

/** What a client knows before it looks at an authorization response JWT. */
export interface JarmExpectations {
  readonly issuer: string;
  /** The issuers of several tenants, in place of the one. */
  readonly issuerTemplate?: IssuerTemplate | undefined;
  readonly clientId: string;
  readonly clockToleranceSeconds: number;
  /** In seconds since 1970. */
  readonly now: number;
  /** Where the JWT came to, for messages. */
  readonly endpoint: string;
}

/**
 * Verifies the claims of an authorization response JWT that are about the JWT itself: it comes from the expected issuer, is for this
 * client and nobody else, is no other kind of JWT, has not expired, and was not made in the future.
 * @throws VerificationError `ERR_VERIFICATION_ISSUER`, `ERR_VERIFICATION_AUDIENCE`, `ERR_VERIFICATION_JWT_TYPE`,
 * `ERR_VERIFICATION_EXPIRED`, `ERR_VERIFICATION_NOT_YET_VALID`, `ERR_VERIFICATION_ISSUED_AT`
 * @see JARM §2.4
 */
export function verifyJarmClaims(claims: AuthorizationResponseJwt, expectations: JarmExpectations): void {
  const { issuer, issuerTemplate, clientId, clockToleranceSeconds: tolerance, now, endpoint } = expectations;
  const { iss, aud, exp, nbf, iat } = claims;
  const fail = (code: VerificationErrorCode, parameter: string, problem: string): never => {
    throw failure({ code, parameter, problem, endpoint });
  };
  if (issuerTemplate ? !issuerTemplate.acceptsIssuer(iss) : iss !== issuer) {
    fail("ERR_VERIFICATION_ISSUER", "iss", `has iss ${quotePrintable(iss)}; expected ${JSON.stringify(issuer)}`);
  }
  const audiences = typeof aud === "string" ? [aud] : aud;
  if (audiences.length === 0 || audiences.some((audience) => audience !== clientId)) {
    fail("ERR_VERIFICATION_AUDIENCE", "aud", "is not for this client alone: its aud is not the client_id");
  }
  refuseForeignClaims(claims, profile);
  const allowance = `(clock tolerance ${tolerance} seconds)`;
  if (now >= exp + tolerance) {
    fail("ERR_VERIFICATION_EXPIRED", "exp", `expired ${now - exp} seconds ago ${allowance}`);
  }
  if (nbf !== undefined && nbf > now + tolerance) {
    fail("ERR_VERIFICATION_NOT_YET_VALID", "nbf", `becomes valid in ${nbf - now} seconds ${allowance}`);
  }
  if (iat !== undefined && iat > now + tolerance) {
    fail("ERR_VERIFICATION_ISSUED_AT", "iat", `is dated ${iat - now} seconds in the future ${allowance}`);
  }
}

interface Failure {
  readonly code: VerificationErrorCode;
  readonly parameter: string;
  readonly problem: string;
  readonly endpoint: string;
}

function failure({ code, parameter, problem, endpoint }: Failure): VerificationError {
  return new VerificationError(code, {
    message: `The ${profile.name} ${problem}.`,
    parameter,
    endpoint,
    specification: specification(profile.document, profile.section, profile.labels),
    remedy: "Do not use the response; start a new authorization.",
  });
}
