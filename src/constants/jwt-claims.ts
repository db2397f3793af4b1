/**
 * Names of the claims that this package checks, and of the standard claims about a user.
 * @see RFC 7519 §4.1.1
 * @see OpenID Connect Core §2
 * @see OpenID Connect Core §5.1
 */
export const jwtClaims = {
  accessTokenHash: "at_hash",
  address: "address",
  audience: "aud",
  authenticationContextClass: "acr",
  authenticationMethods: "amr",
  authenticationTime: "auth_time",
  authorizedParty: "azp",
  birthdate: "birthdate",
  codeHash: "c_hash",
  email: "email",
  emailVerified: "email_verified",
  expirationTime: "exp",
  familyName: "family_name",
  gender: "gender",
  givenName: "given_name",
  issuedAt: "iat",
  issuer: "iss",
  jwtId: "jti",
  locale: "locale",
  middleName: "middle_name",
  name: "name",
  nickname: "nickname",
  nonce: "nonce",
  notBefore: "nbf",
  phoneNumber: "phone_number",
  phoneNumberVerified: "phone_number_verified",
  picture: "picture",
  preferredUsername: "preferred_username",
  profile: "profile",
  sessionId: "sid",
  stateHash: "s_hash",
  subject: "sub",
  updatedAt: "updated_at",
  website: "website",
  zoneinfo: "zoneinfo",
} as const;
