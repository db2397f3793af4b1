import type { JwtKind } from "../jose/jwt-type.ts";

/**
 * DPoP proofs have a type of their own, so that no other JWT passes for one.
 * @see RFC 9449 §4.2
 */
export const dpopProofKind: JwtKind = { name: "DPoP proof", types: ["dpop+jwt"], mayOmitType: false };
