import { securityEvents } from "../constants/security-events.ts";
import { VerificationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import { isRecord } from "../schema/is-record.ts";
import type { JwtProfile } from "./jwt-profile.ts";

/**
 * Refuses a JWT whose claims are those of another kind: `typ` does not separate kinds that may leave it out.
 *
 * @throws {@link VerificationError} `ERR_VERIFICATION_JWT_TYPE` naming the claim
 * @see RFC 8725 §3.12
 */
export function refuseForeignClaims(
  claims: Readonly<Record<string, unknown>>,
  { name, foreignClaims }: Pick<JwtProfile<unknown>, "name" | "foreignClaims">,
): void {
  const foreign = foreignClaims.find((claim) => isForeign(claim, claims[claim]));
  if (foreign === undefined) return;
  throw new VerificationError("ERR_VERIFICATION_JWT_TYPE", {
    message: `The ${name} has the ${foreign} of another kind of JWT.`,
    specification: specification("rfc8725", "3.12"),
    parameter: foreign,
  });
}

/** Of events, only the one of a logout token makes another kind: tokens of every kind may tell of others. */
function isForeign(claim: string, value: unknown): boolean {
  if (claim !== "events") return value !== undefined;
  return isRecord(value) && Object.hasOwn(value, securityEvents.backchannelLogout);
}
