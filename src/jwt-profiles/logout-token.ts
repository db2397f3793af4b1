import { oidcBackchannelLabel } from "../../generated/documents.ts";
import { type LogoutToken, logoutTokenSchema } from "../../generated/messages/logout-token.ts";
import type { AgedJwtProfile } from "./jwt-profile.ts";

/**
 * `logout+jwt` is recommended only. The general `JWT` says nothing; what makes a logout token is its event and that it has no nonce,
 * both of which the schema demands. The age bounds for how long a `jti` must be remembered.
 * @see OpenID Connect Back-Channel Logout §2.4
 * @see OpenID Connect Back-Channel Logout §2.6
 */
export const logoutTokenProfile: AgedJwtProfile<LogoutToken, "id_token_signing_alg_values_supported"> = {
  name: "logout token",
  types: ["logout+jwt", "jwt"],
  mayOmitType: true,
  document: "oidc-backchannel",
  section: "2.6",
  labels: [oidcBackchannelLabel],
  schema: logoutTokenSchema,
  announcedBy: "id_token_signing_alg_values_supported",
  registeredAs: "id_token_signed_response_alg",
  usualAlgorithms: ["RS256"],
  maxAgeSeconds: 3600,
  foreignClaims: [],
};
