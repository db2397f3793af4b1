import type { IntrospectionResponse } from "../../../generated/messages/introspection-response.ts";
import type { IntrospectionResponseJwt } from "../../../generated/messages/introspection-response-jwt.ts";
import {
  type EncryptionKey,
  type EncryptionKeyChoice,
  encryptJwe,
  selectEncryptionKey,
} from "../../jose/encrypt-jwe.ts";
import { findJweAlgorithm } from "../../jose/jwe-algorithms.ts";
import { nowSeconds } from "../../util/clock.ts";
import { clientKeySource } from "../clients/client-keys.ts";
import { readClearSecrets } from "../clients/client-secret.ts";
import type { RegisteredClient } from "../clients/registered-client.ts";
import type { ProviderContext } from "../context.ts";
import { refuse } from "../http/refusal.ts";

/**
 * Whether the caller asks for a signed answer: the media type stands in `Accept`, and not with the weight 0. A wildcard does not ask for it.
 * @see RFC 9701 §4
 */
export function wantsSignedIntrospection(headers: Headers): boolean {
  const accepted = headers.get("accept") ?? "";
  if (accepted.length > longestAccept) return false;
  return accepted.split(",").some((range) => {
    const [type = "", ...parameters] = range.split(";").map((part) => part.trim().toLowerCase());
    return type === mediaType && !parameters.some((parameter) => /^q=0(?:\.0*)?$/.test(parameter));
  });
}

/**
 * Answers with a JWT for the caller alone, encrypted for it where it is registered so.
 * @throws ProtocolRefusal `server_error` for an algorithm that the provider has no key for; `temporarily_unavailable` where the caller's keys can't be fetched
 * @see RFC 9701 §5
 */
export async function signIntrospection(
  context: ProviderContext,
  client: RegisteredClient,
  answer: IntrospectionResponse,
): Promise<Response> {
  const alg = client.metadata.introspection_signed_response_alg ?? "RS256";
  if (!context.keys.algorithms.includes(alg)) {
    const reason = `introspection_signed_response_alg is ${alg}, for which the provider has no key`;
    throw refuse("server_error", { description: "The answer can't be signed as the client is registered.", reason });
  }
  const claims: IntrospectionResponseJwt = {
    iss: context.issuer,
    aud: client.clientId,
    iat: nowSeconds(context.clock),
    token_introspection: answer,
  };
  const jwt = await context.keys.sign({ typ: "token-introspection+jwt", alg }, claims);
  const headers = { "Content-Type": mediaType, "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff" };
  return new Response(await encryptFor(context, client, jwt), { headers });
}

/** RFC 9701 §6: signed, then encrypted. */
async function encryptFor(context: ProviderContext, client: RegisteredClient, jwt: string): Promise<string> {
  const { metadata } = client;
  const algorithm = metadata.introspection_encrypted_response_alg;
  if (algorithm === undefined) return jwt;
  const encryption = metadata.introspection_encrypted_response_enc ?? "A128CBC-HS256";
  const key = await findEncryptionKey(context, client, { algorithm, encryption });
  return encryptJwe(jwt, { key, algorithm, encryption, contentType: "JWT" });
}

/** A public key of the client, or its secret where the algorithm is symmetric. */
async function findEncryptionKey(
  context: ProviderContext,
  client: RegisteredClient,
  choice: EncryptionKeyChoice,
): Promise<EncryptionKey> {
  if (findJweAlgorithm(choice.algorithm)?.asymmetric === true)
    return selectEncryptionKey(await clientKeySource(context, client).find({ alg: choice.algorithm }), choice);
  const clientSecret = (await readClearSecrets(context, client)).at(-1);
  if (clientSecret === undefined) throw new Error(`The secret of the client ${client.clientId} can't be read.`);
  return { clientSecret };
}

const mediaType = "application/token-introspection+jwt";
const longestAccept = 4096;
