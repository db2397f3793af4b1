/**
 * Media types of the messages of OAuth and OpenID Connect.
 * @see RFC 6749 §5.1
 * @see RFC 7517 §5
 * @see RFC 9701 §7
 */
export const mediaTypes = {
  accessToken: "application/at+jwt",
  clientAttestation: "application/oauth-client-attestation+jwt",
  clientAttestationPop: "application/oauth-client-attestation-pop+jwt",
  clientAuthentication: "application/client-authentication+jwt",
  dpopProof: "application/dpop+jwt",
  form: "application/x-www-form-urlencoded",
  json: "application/json",
  jwk: "application/jwk+json",
  jwkSet: "application/jwk-set+json",
  jwt: "application/jwt",
  logoutToken: "application/logout+jwt",
  requestObject: "application/oauth-authz-req+jwt",
  tokenIntrospection: "application/token-introspection+jwt",
  webfinger: "application/jrd+json",
} as const;

/** A media type. */
export type MediaType = (typeof mediaTypes)[keyof typeof mediaTypes];
