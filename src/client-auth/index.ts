export { type ClientAttestationOptions, clientAttestation } from "./attestation.ts";
export { type ClientCredentials, chooseClientAuthentication } from "./choose.ts";
export type { ClientAssertionOptions } from "./client-assertion.ts";
export type {
  ClientAuthentication,
  ClientAuthenticationAnswer,
  ClientAuthenticationContext,
  ClientAuthenticationParts,
} from "./client-authentication.ts";
export { type ClientSecretBasicOptions, clientSecretBasic } from "./client-secret-basic.ts";
export { type ClientSecretJwtOptions, clientSecretJwt } from "./client-secret-jwt.ts";
export { clientSecretPost } from "./client-secret-post.ts";
export { none } from "./none.ts";
export { type ClientKey, type ClientPrivateKey, type PrivateKeyJwtOptions, privateKeyJwt } from "./private-key-jwt.ts";
export { selfSignedTlsClientAuth, tlsClientAuth } from "./tls-client-auth.ts";
