import { VerificationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import { isCompactJwe } from "./compact-jwe.ts";
import type { JwtDecryption } from "./jwt-decryption.ts";
import type { JwtKind } from "./jwt-type.ts";

/** What is known of a JWT that anybody may have sent. */
export interface SentJwtExpectations {
  readonly kind: JwtKind;
  readonly decryption?: JwtDecryption | undefined;
}

/**
 * Refuses a JWT that is encrypted where none can be opened. For what anybody may send: whoever sent it is to be told no, and nobody here has to act.
 *
 * @throws VerificationError `ERR_VERIFICATION_JWT_ENCRYPTED`
 * @see RFC 7519 §7.2
 */
export function refuseEncrypted(text: string, { kind, decryption }: SentJwtExpectations): void {
  if (decryption?.decrypt !== undefined || !isCompactJwe(text)) return;
  throw new VerificationError("ERR_VERIFICATION_JWT_ENCRYPTED", {
    message: `The ${kind.name} is encrypted, and encrypted ones are not accepted here.`,
    specification: specification("rfc7519", "7.2"),
    remedy: "Where they are to be accepted, give the option decryption.",
  });
}
