import { draftAbcaLabel } from "../../generated/documents.ts";
import { type ClientAttestation, clientAttestationSchema } from "../../generated/messages/client-attestation.ts";
import type { JwtProfile } from "./jwt-profile.ts";

/**
 * Client attestations always have their type.
 * @see https://datatracker.ietf.org/doc/draft-ietf-oauth-attestation-based-client-auth/
 * @experimental The draft may change.
 */
export const clientAttestationProfile: JwtProfile<ClientAttestation> = {
  name: "client attestation",
  types: ["oauth-client-attestation+jwt"],
  mayOmitType: false,
  document: "draft-abca",
  section: "Client Attestation JWT",
  labels: [draftAbcaLabel],
  schema: clientAttestationSchema,
  announcedBy: "client_attestation_signing_alg_values_supported",
  usualAlgorithms: [],
  foreignClaims: [],
};
