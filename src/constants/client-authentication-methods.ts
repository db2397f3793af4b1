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
export const clientAuthenticationMethods: {
  readonly none: typeof none;
  readonly clientSecretBasic: typeof clientSecretBasic;
  readonly clientSecretPost: typeof clientSecretPost;
  readonly clientSecretJwt: typeof clientSecretJwt;
  readonly privateKeyJwt: typeof privateKeyJwt;
  readonly tlsClientAuth: typeof tlsClientAuth;
  readonly selfSignedTlsClientAuth: typeof selfSignedTlsClientAuth;
  readonly attestJwtClientAuth: typeof attestJwtClientAuth;
  readonly attestJwtClientAuthDpop: typeof attestJwtClientAuthDpop;
} = {
  none,
  clientSecretBasic,
  clientSecretPost,
  clientSecretJwt,
  privateKeyJwt,
  tlsClientAuth,
  selfSignedTlsClientAuth,
  attestJwtClientAuth,
  attestJwtClientAuthDpop,
};

/** A value of `token_endpoint_auth_method`. */
export type ClientAuthenticationMethod = (typeof clientAuthenticationMethods)[keyof typeof clientAuthenticationMethods];
