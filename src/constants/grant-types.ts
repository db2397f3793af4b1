/**
 * Values of `grant_type`.
 * @see RFC 6749 §4.1.3
 */
export const grantTypes = {
  authorizationCode: "authorization_code",
  clientCredentials: "client_credentials",
  refreshToken: "refresh_token",
} as const;
