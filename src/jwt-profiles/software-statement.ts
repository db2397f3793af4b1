import { type SoftwareStatement, softwareStatementSchema } from "../../generated/messages/software-statement.ts";
import type { JwtProfile } from "./jwt-profile.ts";

/** Members of client metadata: a software statement has one at least, and nothing else that a client signs has any. */
export const statedMembers: readonly string[] = [
  "software_id",
  "software_version",
  "redirect_uris",
  "client_name",
  "client_uri",
  "grant_types",
  "response_types",
  "token_endpoint_auth_method",
  "jwks",
  "jwks_uri",
  "logo_uri",
  "tos_uri",
  "policy_uri",
  "contacts",
];

/**
 * Software statements have no type of their own, and need nothing but an issuer. Whoever vouches for the software signs them, for an
 * authorization server: one with an audience is refused where it names anybody else, such as the client of an ID token. And it states something.
 * @see RFC 7591 §2.3
 */
export const softwareStatementProfile: JwtProfile<SoftwareStatement> = {
  name: "software statement",
  types: ["jwt"],
  mayOmitType: true,
  document: "rfc7591",
  section: "2.3",
  schema: softwareStatementSchema,
  announcedBy: undefined,
  usualAlgorithms: [],
  foreignClaims: ["nonce", "at_hash", "c_hash", "events", "response_type"],
};
