import { type DpopProof, dpopProofSchema } from "../../generated/messages/dpop-proof.ts";
import type { AgedJwtProfile } from "./jwt-profile.ts";

/**
 * DPoP proofs always have their type. They are signed with the key in their own header: whose key that is, the token says that is bound
 * to it.
 * @see RFC 9449 §4.2
 * @see RFC 9449 §4.3
 */
export const dpopProofProfile: AgedJwtProfile<DpopProof, "dpop_signing_alg_values_supported"> = {
  name: "DPoP proof",
  types: ["dpop+jwt"],
  mayOmitType: false,
  document: "rfc9449",
  section: "4.3",
  schema: dpopProofSchema,
  announcedBy: "dpop_signing_alg_values_supported",
  usualAlgorithms: [],
  maxAgeSeconds: 60,
  foreignClaims: [],
};
