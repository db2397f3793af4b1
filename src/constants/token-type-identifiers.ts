/**
 * Identifiers of kinds of tokens, in token exchange.
 * @see RFC 8693 §3
 */
export const tokenTypeIdentifiers = {
  accessToken: "urn:ietf:params:oauth:token-type:access_token",
  refreshToken: "urn:ietf:params:oauth:token-type:refresh_token",
  idToken: "urn:ietf:params:oauth:token-type:id_token",
  saml1: "urn:ietf:params:oauth:token-type:saml1",
  saml2: "urn:ietf:params:oauth:token-type:saml2",
  jwt: "urn:ietf:params:oauth:token-type:jwt",
} as const;

/** An identifier of a kind of token. */
export type TokenTypeIdentifier = (typeof tokenTypeIdentifiers)[keyof typeof tokenTypeIdentifiers];
