import type { AuthorizationResponseJwt } from "../../../generated/messages/authorization-response-jwt.ts";
import { jwsAlgorithmNames } from "../../constants/jws-algorithms.ts";
import type { RegisteredClient } from "../clients/registered-client.ts";
import type { ProviderContext } from "../context.ts";
import { findProfile } from "../profiles/provider-profile.ts";
import { authorizationProtection, protectJwt } from "../tokens/protect-jwt.ts";

/**
 * Signs an answer to a client as one JWT, good for ten minutes, and encrypts it where the client wants that.
 * @throws ProtocolRefusal where the client's keys can't be had; Error where it has none, or no secret, that fits
 * @see JARM §2.1
 * @see JARM §2.2
 */
export async function signAuthorizationResponse(
  context: ProviderContext,
  client: RegisteredClient,
  answer: Readonly<Record<string, string>>,
): Promise<string> {
  const { algorithms } = findProfile(context.options.profile);
  const usual = algorithms === undefined ? jwsAlgorithmNames.rs256 : context.keys.algorithms[0];
  const nowSeconds = Math.floor(context.clock() / 1000);
  const claims: AuthorizationResponseJwt = {
    ...answer,
    iss: context.issuer,
    aud: client.clientId,
    iat: nowSeconds,
    exp: nowSeconds + lifetimeSeconds,
  };
  return protectJwt(context, { client, claims }, authorizationProtection(client.metadata, usual));
}

const lifetimeSeconds = 600;
