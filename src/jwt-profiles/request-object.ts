import { type RequestObject, requestObjectSchema } from "../../generated/messages/request-object.ts";
import type { JwtProfile } from "./jwt-profile.ts";
import { statedMembers } from "./software-statement.ts";

/**
 * Many clients do not type their request objects. `client_id` must be there and `sub` must not be the client, so that none is a client
 * assertion; the schema forbids a request inside.
 * @see RFC 9101 §4
 * @see RFC 9101 §10.8
 */
export const requestObjectProfile: JwtProfile<RequestObject, "request_object_signing_alg_values_supported"> = {
  name: "request object",
  types: ["oauth-authz-req+jwt", "jwt"],
  mayOmitType: true,
  document: "rfc9101",
  section: "6.2",
  schema: requestObjectSchema,
  announcedBy: "request_object_signing_alg_values_supported",
  registeredAs: "request_object_signing_alg",
  usualAlgorithms: [],
  foreignClaims: /* @__PURE__ */ statedMembers.concat("events"),
};
