// One by one, so that who uses one method does not carry the names of all.
export const none = "none";
export const clientSecretBasic = "client_secret_basic";
export const clientSecretPost = "client_secret_post";
export const clientSecretJwt = "client_secret_jwt";
export const privateKeyJwt = "private_key_jwt";
export const tlsClientAuth = "tls_client_auth";
export const selfSignedTlsClientAuth = "self_signed_tls_client_auth";
export const attestJwtClientAuth = "attest_jwt_client_auth";
export const attestJwtClientAuthDpop = "attest_jwt_client_auth_dpop";

/**
 * Values of `token_endpoint_auth_method`: how a client proves who it is.
 * @see OpenID Connect Core §9
 * @see RFC 7591 §2
 * @see RFC 8705 §2
 */
export const clientAuthenticationMethods = {
  none,
  clientSecretBasic,
  clientSecretPost,
  clientSecretJwt,
  privateKeyJwt,
  tlsClientAuth,
  selfSignedTlsClientAuth,
  attestJwtClientAuth,
  attestJwtClientAuthDpop,
} as const;

/** A value of `token_endpoint_auth_method`. */
export type ClientAuthenticationMethod = (typeof clientAuthenticationMethods)[keyof typeof clientAuthenticationMethods];
