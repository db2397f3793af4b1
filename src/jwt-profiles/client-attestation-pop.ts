import { draftAbcaLabel } from "../../generated/documents.ts";
import {
  type ClientAttestationPop,
  clientAttestationPopSchema,
} from "../../generated/messages/client-attestation-pop.ts";
import type { AgedJwtProfile } from "./jwt-profile.ts";

/**
 * Proofs that belong to a client attestation always have their type; they are signed with the key that the attestation names.
 * @see https://datatracker.ietf.org/doc/draft-ietf-oauth-attestation-based-client-auth/
 * @experimental The draft may change.
 */
export const clientAttestationPopProfile: AgedJwtProfile<ClientAttestationPop> = {
  name: "client attestation proof",
  types: ["oauth-client-attestation-pop+jwt"],
  mayOmitType: false,
  document: "draft-abca",
  section: "Client Attestation PoP JWT",
  labels: [draftAbcaLabel],
  schema: clientAttestationPopSchema,
  announcedBy: "client_attestation_pop_signing_alg_values_supported",
  usualAlgorithms: [],
  maxAgeSeconds: 300,
  foreignClaims: [],
};
