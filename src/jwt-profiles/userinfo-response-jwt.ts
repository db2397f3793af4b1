import { type UserinfoResponseJwt, userinfoResponseJwtSchema } from "../../generated/messages/userinfo-response-jwt.ts";
import type { JwtProfile } from "./jwt-profile.ts";

/**
 * Signed userinfo responses have no type of their own, and every claim that they must have an ID token has too. What answers a login
 * (`nonce`, hashes of what came along), ends one (`events`), or says what a client may do (`scope`, `client_id`) is none.
 * @see OpenID Connect Core §5.3.2
 */
export const userinfoResponseJwtProfile: JwtProfile<UserinfoResponseJwt, "userinfo_signing_alg_values_supported"> = {
  name: "userinfo response",
  types: ["jwt"],
  mayOmitType: true,
  document: "oidc-core",
  section: "5.3.2",
  schema: userinfoResponseJwtSchema,
  announcedBy: "userinfo_signing_alg_values_supported",
  registeredAs: "userinfo_signed_response_alg",
  usualAlgorithms: [],
  foreignClaims: ["nonce", "at_hash", "c_hash", "s_hash", "events", "scope", "client_id"],
};
