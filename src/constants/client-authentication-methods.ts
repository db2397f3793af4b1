/**
 * Values of `token_endpoint_auth_method`: how a client proves who it is.
 * @see OpenID Connect Core §9
 * @see RFC 7591 §2
 * @see RFC 8705 §2
 */
export const clientAuthenticationMethods = {
  none: "none",
  clientSecretBasic: "client_secret_basic",
  clientSecretPost: "client_secret_post",
  clientSecretJwt: "client_secret_jwt",
  privateKeyJwt: "private_key_jwt",
  tlsClientAuth: "tls_client_auth",
  selfSignedTlsClientAuth: "self_signed_tls_client_auth",
  attestJwtClientAuth: "attest_jwt_client_auth",
  attestJwtClientAuthDpop: "attest_jwt_client_auth_dpop",
} as const;

/** A value of `token_endpoint_auth_method`. */
export type ClientAuthenticationMethod = (typeof clientAuthenticationMethods)[keyof typeof clientAuthenticationMethods];
