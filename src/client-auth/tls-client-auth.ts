import { clientAuthenticationMethods } from "../constants/client-authentication-methods.ts";
import type { ClientAuthentication } from "./client-authentication.ts";

/**
 * Creates the authentication with a client certificate that a certificate authority issued. The request names the client;
 * what proves it is the connection, so the `fetch` of the calls must present the certificate: in Node that of
 * `ts-identity-model/adapters/node-mtls`. Calls go to the server's endpoints for mutual TLS, where it publishes some.
 *
 * @see RFC 8705 §2.1
 * @see RFC 8705 §5
 */
export function tlsClientAuth(): ClientAuthentication {
  return createCertificateAuthentication(clientAuthenticationMethods.tlsClientAuth);
}

/**
 * Creates the authentication with a client certificate that the client made itself and whose key is registered in its
 * `jwks`. Otherwise as {@link tlsClientAuth}.
 *
 * @see RFC 8705 §2.2
 * @see RFC 8705 §5
 */
export function selfSignedTlsClientAuth(): ClientAuthentication {
  return createCertificateAuthentication(clientAuthenticationMethods.selfSignedTlsClientAuth);
}

function createCertificateAuthentication(method: string): ClientAuthentication {
  return Object.freeze<ClientAuthentication>({
    method,
    usesMutualTls: true,
    authenticate: async ({ clientId }) => ({ headers: {}, body: { client_id: clientId } }),
  });
}
