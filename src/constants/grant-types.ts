/**
 * Values of `grant_type`. `implicit` stands in metadata only, and like `password` for what old servers still offer.
 * @see RFC 6749 §4.1.3
 * @see RFC 7591 §2
 * @see RFC 9700 §2.4
 */
export const grantTypes = {
  authorizationCode: "authorization_code",
  clientCredentials: "client_credentials",
  refreshToken: "refresh_token",
  deviceCode: "urn:ietf:params:oauth:grant-type:device_code",
  tokenExchange: "urn:ietf:params:oauth:grant-type:token-exchange",
  jwtBearer: "urn:ietf:params:oauth:grant-type:jwt-bearer",
  saml2Bearer: "urn:ietf:params:oauth:grant-type:saml2-bearer",
  ciba: "urn:openid:params:grant-type:ciba",
  preAuthorizedCode: "urn:ietf:params:oauth:grant-type:pre-authorized_code",
  password: "password",
  implicit: "implicit",
} as const;

/** A value of `grant_type`. */
export type GrantType = (typeof grantTypes)[keyof typeof grantTypes];
