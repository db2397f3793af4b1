import { none as method } from "../constants/client-authentication-methods.ts";
import type { ClientAuthentication } from "./client-authentication.ts";

/**
 * Creates the authentication of a public client, which is none: the client only names itself.
 *
 * @see RFC 7591 §2
 * @see RFC 6749 §3.2.1
 */
export function none(): ClientAuthentication {
  return Object.freeze<ClientAuthentication>({
    method,
    authenticate: async ({ clientId }) => ({ headers: {}, body: { client_id: clientId } }),
  });
}
