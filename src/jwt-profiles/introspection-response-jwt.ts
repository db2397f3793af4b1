import {
  type IntrospectionResponseJwt,
  introspectionResponseJwtSchema,
} from "../../generated/messages/introspection-response-jwt.ts";
import type { AgedJwtProfile } from "./jwt-profile.ts";

/**
 * Signed introspection responses always have their type; the schema forbids the `sub` and `exp` of an access token. The answer is made
 * for its request: an old one tells how the token stood then.
 * @see RFC 9701 §5
 */
export const introspectionResponseJwtProfile: AgedJwtProfile<
  IntrospectionResponseJwt,
  "introspection_signing_alg_values_supported"
> = {
  name: "introspection response",
  types: ["token-introspection+jwt"],
  mayOmitType: false,
  document: "rfc9701",
  section: "5",
  schema: introspectionResponseJwtSchema,
  announcedBy: "introspection_signing_alg_values_supported",
  registeredAs: "introspection_signed_response_alg",
  usualAlgorithms: ["RS256"],
  maxAgeSeconds: 300,
  foreignClaims: [],
};
