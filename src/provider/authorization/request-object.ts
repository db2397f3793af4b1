import { authorizationRequestSchema } from "../../../generated/messages/authorization-request.ts";
import type { RequestObject } from "../../../generated/messages/request-object.ts";
import { isAuthError } from "../../errors/auth-error.ts";
import { createJwtDecryption, type JwtDecryption } from "../../jose/jwt-decryption.ts";
import { verifyRequestObject } from "../../jwt-profiles/verify-request-object.ts";
import { isMember } from "../../schema/check.ts";
import { clientKeySource } from "../clients/client-keys.ts";
import type { RegisteredClient } from "../clients/registered-client.ts";
import type { ProviderContext } from "../context.ts";
import { refuse } from "../http/refusal.ts";
import { findProfile } from "../profiles/provider-profile.ts";
import type { RequestMembers } from "./received-request.ts";

/**
 * Verifies a request object with the keys of the client, after decryption with those of the provider where it is encrypted, and gives the parameters inside: nothing beside it counts.
 * @throws ProtocolRefusal `invalid_request_object`
 * @see RFC 9101 §6.1
 * @see RFC 9101 §6.2
 */
export async function readRequestObject(
  context: ProviderContext,
  client: RegisteredClient,
  text: string,
): Promise<RequestMembers> {
  const { metadata, clientId } = client;
  const { request_object_signing_alg: algorithm } = metadata;
  const { isSigned, algorithms } = findProfile(context.options.profile);
  try {
    const claims = await verifyRequestObject(text, {
      issuer: context.issuer,
      clientId,
      keys: clientKeySource(context, client),
      decryption: openFor(context, client),
      algorithms: algorithm === undefined ? algorithms : [algorithm],
      fapi: isSigned,
      clock: context.clock,
    });
    return pickParameters(claims);
  } catch (error) {
    if (!isAuthError(error)) throw error;
    const description = "The request object is not good: it must be signed with a key of the client, for this server.";
    throw refuse("invalid_request_object", { description, reason: error.message, cause: error });
  }
}

/**
 * How encrypted request objects are opened: with the algorithms that the client is registered with, which it must use then, else with any that the provider has a
 * key for. Without a key none is.
 * @see OpenID Connect Core §6.1
 */
function openFor({ keys }: ProviderContext, { metadata }: RegisteredClient): JwtDecryption | undefined {
  const { request_object_encryption_alg: algorithm, request_object_encryption_enc: encryption } = metadata;
  const { encryptionAlgorithms } = keys;
  const algorithms =
    algorithm === undefined ? encryptionAlgorithms : encryptionAlgorithms.filter((name) => name === algorithm);
  if (algorithms.length === 0) return algorithm === undefined ? undefined : { required: true };
  const open = { keys: keys.decryptionKeys, algorithms };
  if (algorithm === undefined) return createJwtDecryption(open);
  return createJwtDecryption({ ...open, encryptions: [encryption ?? "A128CBC-HS256"], required: true });
}

/** The claims that are parameters; those about the JWT itself go no further. */
function pickParameters(claims: RequestObject): RequestMembers {
  const members = Object.entries(claims).filter(([name]) => isMember(authorizationRequestSchema, name));
  const { resource } = claims;
  return { ...Object.fromEntries(members), ...(typeof resource === "string" ? { resource: [resource] } : {}) };
}
