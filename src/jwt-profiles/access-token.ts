import { type JwtAccessToken, jwtAccessTokenSchema } from "../../generated/messages/jwt-access-token.ts";
import type { JwtProfile } from "./jwt-profile.ts";

/**
 * JWT access tokens always have their type, which no other kind accepts.
 * @see RFC 9068 §2.1
 * @see RFC 9068 §4
 */
export const accessTokenProfile: JwtProfile<JwtAccessToken> = {
  name: "access token",
  types: ["at+jwt"],
  mayOmitType: false,
  document: "rfc9068",
  section: "4",
  schema: jwtAccessTokenSchema,
  announcedBy: undefined,
  usualAlgorithms: [],
  foreignClaims: ["events"],
};
