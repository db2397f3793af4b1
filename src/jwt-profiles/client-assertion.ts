import { type ClientAssertion, clientAssertionSchema } from "../../generated/messages/client-assertion.ts";
import type { JwtProfile } from "./jwt-profile.ts";
import { statedMembers } from "./software-statement.ts";

/**
 * Few clients type their assertions. `sub` is the client, which a request object of the same client must not have; an assertion is no
 * request and states nothing about the software.
 * @see RFC 7523 §3
 * @see RFC 9101 §10.8
 */
export const clientAssertionProfile: JwtProfile<ClientAssertion, "token_endpoint_auth_signing_alg_values_supported"> & {
  readonly maxLifetimeSeconds: number;
} = {
  name: "client assertion",
  types: ["client-authentication+jwt", "jwt"],
  mayOmitType: true,
  document: "rfc7523",
  section: "3",
  schema: clientAssertionSchema,
  announcedBy: "token_endpoint_auth_signing_alg_values_supported",
  registeredAs: "token_endpoint_auth_signing_alg",
  usualAlgorithms: [],
  maxLifetimeSeconds: 600,
  foreignClaims: /* @__PURE__ */ statedMembers.concat("response_type", "redirect_uri", "code_challenge", "events"),
};
