import { isAuthError } from "../../errors/auth-error.ts";
import { readSignedJwt } from "../../jose/read-signed-jwt.ts";
import { idTokenProfile } from "../../jwt-profiles/id-token.ts";
import type { RegisteredClient } from "../clients/registered-client.ts";
import type { ProviderContext } from "../context.ts";
import { refuse } from "../http/refusal.ts";

/**
 * Reads the `sub` of an ID token that a client sends back: one of this provider's, signed by it, for this client; it may have expired.
 * @throws ProtocolRefusal `invalid_request`
 * @see OpenID Connect Core §3.1.2.1
 */
export async function readIdTokenHint(
  { issuer, keys }: ProviderContext,
  { clientId }: RegisteredClient,
  hint: string,
): Promise<string> {
  try {
    const { claims } = await readSignedJwt(hint, {
      kind: idTokenProfile,
      schema: idTokenProfile.schema,
      algorithms: keys.algorithms,
      keys: keys.formerSource,
    });
    const { iss, aud, sub } = claims;
    if (iss === issuer && (typeof aud === "string" ? [aud] : aud).includes(clientId)) return sub;
  } catch (error) {
    if (!isAuthError(error)) throw error;
    throw wrongHint(error.message);
  }
  throw wrongHint("of another issuer or for another client");
}

function wrongHint(reason: string): Error {
  const description = "id_token_hint must be an ID token that this server issued to the client.";
  return refuse("invalid_request", { description, reason: `id_token_hint: ${reason}` });
}
