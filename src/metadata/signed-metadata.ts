import { jwtClaimsSchema } from "../../generated/messages/jwt-claims.ts";
import type { ProtectedResourceMetadata } from "../../generated/messages/protected-resource-metadata.ts";
import type { VerificationErrorCode } from "../errors/codes.ts";
import { VerificationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import { listAsymmetricAlgorithms } from "../jose/algorithms.ts";
import { checkJwtClaims, decodeJwt } from "../jose/jwt.ts";
import type { JwtKind } from "../jose/jwt-type.ts";
import { verifyValidity } from "../jose/jwt-validity.ts";
import type { KeySource } from "../jose/key-source.ts";
import { verifyJwt } from "../jose/verify-signature.ts";
import { type Clock, systemClock } from "../util/clock.ts";

/** Whom to believe about signed metadata. */
export interface SignedMetadataTrust {
  /** The `iss` that the signed metadata must have. */
  readonly issuer: string;
  /** The keys of that issuer, known otherwise: never those that the metadata itself names. */
  readonly keys: KeySource;
  /** Accepted algorithms. Default: every asymmetric one of this library. */
  readonly algorithms?: readonly string[] | undefined;
  /** How far the clocks may differ, in seconds. Default 30. */
  readonly clockToleranceSeconds?: number | undefined;
}

/**
 * Verifies the signed part of metadata and puts its values over the plain ones. Metadata without a signed part is refused: whoever could
 * leave it out would decide that nothing is verified. So is a signed part without `resource`: it may be a JWT about something else.
 * @throws VerificationError when the signed part is missing or must not be believed; ValidationError when it is malformed
 * @see RFC 9728 §2.2
 * @see RFC 9728 §3.3
 */
export async function applySignedMetadata(
  metadata: ProtectedResourceMetadata,
  { issuer, keys, algorithms = listAsymmetricAlgorithms(), clockToleranceSeconds = 30 }: SignedMetadataTrust,
  { clock = systemClock, signal }: { readonly clock?: Clock | undefined; readonly signal?: AbortSignal | undefined },
): Promise<Readonly<Record<string, unknown>>> {
  const { signed_metadata: text, ...plain } = metadata;
  if (text === undefined) throw distrust("ERR_VERIFICATION_SIGNATURE", "The metadata has no signed part.");
  const { jwt } = checkJwtClaims(decodeJwt(text, signedMetadataKind), jwtClaimsSchema);
  if (jwt.unverifiedClaims.iss !== issuer) {
    throw distrust("ERR_VERIFICATION_ISSUER", "The iss of the signed metadata is not the issuer that is expected.");
  }
  if (Object.hasOwn(jwt.unverifiedClaims, "signed_metadata")) {
    throw distrust("ERR_VERIFICATION_SIGNATURE", "The signed metadata has a signed part of its own.");
  }
  // Any other JWT of that issuer, an ID token for example, would vouch for whatever stands beside it.
  if (typeof jwt.unverifiedClaims.resource !== "string") {
    throw distrust("ERR_VERIFICATION_RESOURCE", "The signed metadata does not say which resource it is about.");
  }
  const { claims } = await verifyJwt(jwt, { keys, algorithms, signal });
  verifyValidity(claims, { name: signedMetadataKind.name, clock, clockToleranceSeconds });
  const { iss: _iss, sub: _sub, aud: _aud, exp: _exp, nbf: _nbf, iat: _iat, jti: _jti, ...signed } = claims;
  return { ...plain, ...signed, signed_metadata: text };
}

function distrust(code: VerificationErrorCode, message: string): VerificationError {
  return new VerificationError(code, {
    message,
    parameter: "signed_metadata",
    specification: specification("rfc9728", "2.2"),
  });
}

const signedMetadataKind: JwtKind = { name: "signed metadata", types: ["jwt"], mayOmitType: true };
