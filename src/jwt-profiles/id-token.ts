import { type IdToken, idTokenSchema } from "../../generated/messages/id-token.ts";
import type { AgedJwtProfile } from "./jwt-profile.ts";

/**
 * ID tokens have no type of their own: typed kinds (`at+jwt`, `logout+jwt`, `dpop+jwt`) are refused, and security events such as a
 * logout token by their `events`. Against the userinfo responses of the same server stands the nonce.
 * @see OpenID Connect Core §2
 * @see OpenID Connect Core §3.1.3.7
 */
export const idTokenProfile: AgedJwtProfile<IdToken, "id_token_signing_alg_values_supported"> = {
  name: "ID token",
  types: ["jwt"],
  mayOmitType: true,
  document: "oidc-core",
  section: "3.1.3.7",
  schema: idTokenSchema,
  announcedBy: "id_token_signing_alg_values_supported",
  registeredAs: "id_token_signed_response_alg",
  usualAlgorithms: ["RS256"],
  maxAgeSeconds: 86_400,
  foreignClaims: ["events"],
};
