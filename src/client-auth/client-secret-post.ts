import { clientAuthenticationMethods } from "../constants/client-authentication-methods.ts";
import type { ClientAuthentication } from "./client-authentication.ts";
import { checkClientSecret } from "./client-secret.ts";

/**
 * Creates the authentication with a client secret in the form body, for servers that do not support the header field.
 *
 * @throws {@link ConfigurationError} `ERR_CONFIGURATION_KEY` for an empty secret
 * @see RFC 6749 §2.3.1
 */
export function clientSecretPost(secret: string): ClientAuthentication {
  checkClientSecret(secret);
  return Object.freeze<ClientAuthentication>({
    method: clientAuthenticationMethods.clientSecretPost,
    authenticate: async ({ clientId }) => ({ headers: {}, body: { client_id: clientId, client_secret: secret } }),
  });
}
