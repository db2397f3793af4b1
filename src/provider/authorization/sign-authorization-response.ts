import type { AuthorizationResponseJwt } from "../../../generated/messages/authorization-response-jwt.ts";
import { jwsAlgorithmNames } from "../../constants/jws-algorithms.ts";
import type { RegisteredClient } from "../clients/registered-client.ts";
import type { ProviderContext } from "../context.ts";
import { findProfile } from "../profiles/provider-profile.ts";

/**
 * Signs an answer to a client as one JWT, good for ten minutes.
 * @see JARM §2.1
 */
export async function signAuthorizationResponse(
  context: ProviderContext,
  { clientId, metadata }: RegisteredClient,
  answer: Readonly<Record<string, string>>,
): Promise<string> {
  const { algorithms } = findProfile(context.options.profile);
  const usual = algorithms === undefined ? jwsAlgorithmNames.rs256 : context.keys.algorithms[0];
  const alg = metadata.authorization_signed_response_alg ?? usual ?? jwsAlgorithmNames.rs256;
  const nowSeconds = Math.floor(context.clock() / 1000);
  const claims: AuthorizationResponseJwt = {
    ...answer,
    iss: context.issuer,
    aud: clientId,
    iat: nowSeconds,
    exp: nowSeconds + lifetimeSeconds,
  };
  return context.keys.sign({ alg }, claims);
}

const lifetimeSeconds = 600;
