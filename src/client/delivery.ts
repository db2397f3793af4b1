import type { AuthorizationDelivery, RequestObjectSettings } from "../endpoints/deliver-authorization.ts";
import { findJweAlgorithm } from "../jose/jwe-algorithms.ts";
import type { ClientOptions } from "./options.ts";

/** How the authorization requests of a client get to the server, by its options and its registration. */
export function readDelivery(options: ClientOptions<unknown>): AuthorizationDelivery {
  const { client, key, pushedAuthorizationRequests } = options;
  return { registration: client, key, pushedAuthorizationRequests, requestObject: readRequestObject(options) };
}

/** A symmetric algorithm means a key that is derived from the secret (OpenID Connect Core §10.2). */
function readRequestObject({ client, requestObject }: ClientOptions<unknown>): RequestObjectSettings | undefined {
  const { request_object_encryption_alg: algorithm, client_secret: clientSecret } = client;
  const isSymmetric = algorithm !== undefined && findJweAlgorithm(algorithm)?.asymmetric === false;
  if (!isSymmetric || clientSecret === undefined) return requestObject;
  return { encryptionKey: { clientSecret }, ...requestObject };
}
