import { clientAuthenticationMethods as names } from "../../constants/client-authentication-methods.ts";
import type { AuthenticationMethod } from "./authentication-method.ts";
import { clientSecretBasicMethod } from "./client-secret-basic.ts";
import { clientSecretJwtMethod } from "./client-secret-jwt.ts";
import { clientSecretPostMethod } from "./client-secret-post.ts";
import { noneMethod } from "./none.ts";
import { privateKeyJwtMethod } from "./private-key-jwt.ts";
import { selfSignedTlsClientAuthMethod } from "./self-signed-tls-client-auth.ts";
import { tlsClientAuthMethod } from "./tls-client-auth.ts";

/** The methods, by the `token_endpoint_auth_method` that a client is registered with. */
export const authenticationMethods: ReadonlyMap<string, AuthenticationMethod> = /* @__PURE__ */ new Map<
  string,
  AuthenticationMethod
>([
  [names.clientSecretBasic, clientSecretBasicMethod],
  [names.clientSecretPost, clientSecretPostMethod],
  [names.clientSecretJwt, clientSecretJwtMethod],
  [names.privateKeyJwt, privateKeyJwtMethod],
  [names.tlsClientAuth, tlsClientAuthMethod],
  [names.selfSignedTlsClientAuth, selfSignedTlsClientAuthMethod],
  [names.none, noneMethod],
]);
