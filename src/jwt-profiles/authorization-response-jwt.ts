import { jarmLabel } from "../../generated/documents.ts";
import {
  type AuthorizationResponseJwt,
  authorizationResponseJwtSchema,
} from "../../generated/messages/authorization-response-jwt.ts";
import type { JwtProfile } from "./jwt-profile.ts";

/**
 * JARM gives its JWTs no type of their own. They are about a response and about nobody: `sub`, which every ID token and userinfo
 * response has, is none of its claims, and neither are the events of a logout token.
 * @see JARM §2.1
 * @see JARM §2.4
 */
export const authorizationResponseJwtProfile: JwtProfile<
  AuthorizationResponseJwt,
  "authorization_signing_alg_values_supported"
> = {
  name: "authorization response JWT",
  types: ["jwt"],
  mayOmitType: true,
  document: "jarm",
  section: "2.4",
  labels: [jarmLabel],
  schema: authorizationResponseJwtSchema,
  announcedBy: "authorization_signing_alg_values_supported",
  registeredAs: "authorization_signed_response_alg",
  usualAlgorithms: ["RS256"],
  foreignClaims: ["sub", "events"],
};
