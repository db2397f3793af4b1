import type { SoftwareStatement } from "../../generated/messages/software-statement.ts";
import type { VerificationErrorCode } from "../errors/codes.ts";
import { VerificationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import { listAsymmetricAlgorithms } from "../jose/algorithms.ts";
import { checkJwtClaims, decodeJwt, type UnverifiedJwt, type VerifiedJwt } from "../jose/jwt.ts";
import { verifyValidity } from "../jose/jwt-validity.ts";
import type { KeySource } from "../jose/key-source.ts";
import { verifyJwt } from "../jose/verify-signature.ts";
import { refuseForeignClaims } from "../jwt-profiles/refuse-foreign-claims.ts";
import { softwareStatementProfile as profile, statedMembers } from "../jwt-profiles/software-statement.ts";
import { type Clock, systemClock } from "../util/clock.ts";

/** Whom to believe about a software statement. */
export interface SoftwareStatementExpectations {
  /** The `iss` that the statement must have: whoever vouches for the software. */
  readonly issuer: string;
  /** Who the statement is for, where it says so: the authorization server, as its publisher names it. Left out: a statement with `aud` is refused. */
  readonly audience?: string | undefined;
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
  return checkJwtClaims(decodeJwt(text, profile), profile.schema).jwt;
}

/**
 * Verifies a software statement: its issuer, its audience where it has one, that it states something about the software, its signature,
 * and its times where it has any.
 * @returns the statement; its claims come before what a client says about itself
 * @throws as {@link decodeSoftwareStatement}, and VerificationError when the statement must not be believed
 * @see RFC 7591 §2.3
 * @see RFC 8725 §3.12
 */
export async function verifySoftwareStatement(
  text: string,
  expectations: SoftwareStatementExpectations,
): Promise<VerifiedJwt<SoftwareStatement>> {
  const { issuer, audience, keys, algorithms = listAsymmetricAlgorithms(), signal } = expectations;
  const { clock = systemClock, clockToleranceSeconds = 30 } = expectations;
  const unverified = decodeSoftwareStatement(text);
  if (unverified.unverifiedClaims.iss !== issuer) {
    throw failure("ERR_VERIFICATION_ISSUER", "iss", "has an iss that is not the issuer that is expected");
  }
  verifyKind(unverified.unverifiedClaims, audience);
  const verified = await verifyJwt(unverified, { keys, algorithms, signal });
  verifyValidity(verified.claims, { name: profile.name, clock, clockToleranceSeconds });
  return verified;
}

/** What else the publisher signs, an ID token for example, states nothing about software and is for somebody else. */
function verifyKind(claims: SoftwareStatement, audience: string | undefined): void {
  refuseForeignClaims(claims, profile);
  if (!statedMembers.some((member) => claims[member] !== undefined)) {
    throw failure(
      "ERR_VERIFICATION_JWT_TYPE",
      undefined,
      "states nothing about the software: it has no member of client metadata",
    );
  }
  const { aud } = claims;
  if (aud === undefined) return;
  const audiences = typeof aud === "string" ? [aud] : aud;
  if (audiences.every((name) => name === audience)) return;
  throw failure(
    "ERR_VERIFICATION_AUDIENCE",
    "aud",
    "is for somebody else: its aud is not the audience that is expected",
  );
}

function failure(code: VerificationErrorCode, parameter: string | undefined, problem: string): VerificationError {
  return new VerificationError(code, {
    message: `The software statement ${problem}.`,
    parameter,
    specification: specification(profile.document, profile.section),
  });
}
