/**
 * Values of `typ` that keep one kind of JWT from being passed off as another.
 * @see RFC 8725 §3.11
 * @see RFC 9068 §4
 * @see RFC 9449 §4.2
 */
export const jwtTypes = {
  accessToken: "at+jwt",
  clientAttestation: "oauth-client-attestation+jwt",
  clientAttestationPop: "oauth-client-attestation-pop+jwt",
  clientAuthentication: "client-authentication+jwt",
  dpopProof: "dpop+jwt",
  jwt: "JWT",
  logoutToken: "logout+jwt",
  requestObject: "oauth-authz-req+jwt",
  tokenIntrospection: "token-introspection+jwt",
} as const;

/** A value of `typ`. */
export type JwtType = (typeof jwtTypes)[keyof typeof jwtTypes];
