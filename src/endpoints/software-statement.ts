import { type SoftwareStatement, softwareStatementSchema } from "../../generated/messages/software-statement.ts";
import { VerificationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import { listAsymmetricAlgorithms } from "../jose/algorithms.ts";
import { checkJwtClaims, decodeJwt, type UnverifiedJwt, type VerifiedJwt } from "../jose/jwt.ts";
import type { JwtKind } from "../jose/jwt-type.ts";
import { verifyValidity } from "../jose/jwt-validity.ts";
import type { KeySource } from "../jose/key-source.ts";
import { verifyJwt } from "../jose/verify-signature.ts";
import { type Clock, systemClock } from "../util/clock.ts";

/** Whom to believe about a software statement. */
export interface SoftwareStatementExpectations {
  /** The `iss` that the statement must have: whoever vouches for the software. */
  readonly issuer: string;
  /** The keys of that issuer. */
  readonly keys: KeySource;
  /** Accepted algorithms. Default: every asymmetric one of this library. */
  readonly algorithms?: readonly string[] | undefined;
  /** Default: the machine's clock. */
  readonly clock?: Clock | undefined;
  /** How far the clocks may differ, in seconds. Default 30. */
  readonly clockToleranceSeconds?: number | undefined;
  /** Ends the wait for the keys. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Takes a software statement apart without believing it, for example to show what will be registered. Its claims may be anybody's.
 * @throws ValidationError `ERR_VALIDATION_JWT` for a malformed JWT, `ERR_VALIDATION_CLAIMS` with every problem of the claims
 * @throws VerificationError `ERR_VERIFICATION_JWT_TYPE` for another kind of JWT
 * @see RFC 7591 §2.3
 */
export function decodeSoftwareStatement(text: string): UnverifiedJwt<SoftwareStatement> {
  return checkJwtClaims(decodeJwt(text, softwareStatementKind), softwareStatementSchema).jwt;
}

/**
 * Verifies a software statement: its issuer, its signature, and its times where it has any.
 * @returns the statement; its claims come before what a client says about itself
 * @throws as {@link decodeSoftwareStatement}, and VerificationError when the statement must not be believed
 * @see RFC 7591 §2.3
 */
export async function verifySoftwareStatement(
  text: string,
  expectations: SoftwareStatementExpectations,
): Promise<VerifiedJwt<SoftwareStatement>> {
  const { issuer, keys, algorithms = listAsymmetricAlgorithms(), signal } = expectations;
  const { clock = systemClock, clockToleranceSeconds = 30 } = expectations;
  const unverified = decodeSoftwareStatement(text);
  if (unverified.unverifiedClaims.iss !== issuer) {
    throw new VerificationError("ERR_VERIFICATION_ISSUER", {
      message: "The iss of the software statement is not the issuer that is expected.",
      parameter: "iss",
      specification: specification("rfc7591", "2.3"),
    });
  }
  const verified = await verifyJwt(unverified, { keys, algorithms, signal });
  verifyValidity(verified.claims, { name: softwareStatementKind.name, clock, clockToleranceSeconds });
  return verified;
}

const softwareStatementKind: JwtKind = { name: "software statement", types: ["jwt"], mayOmitType: true };
