import type { IntrospectionResponse } from "../../../generated/messages/introspection-response.ts";
import type { IntrospectionResponseJwt } from "../../../generated/messages/introspection-response-jwt.ts";
import { nowSeconds } from "../../util/clock.ts";
import type { RegisteredClient } from "../clients/registered-client.ts";
import type { ProviderContext } from "../context.ts";
import { refuse } from "../http/refusal.ts";
import { findProfile } from "../profiles/provider-profile.ts";
import { protectJwt } from "../tokens/protect-jwt.ts";

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
  const algorithms = listIntrospectionAlgorithms(context);
  const usual = algorithms.includes("RS256") ? "RS256" : algorithms[0];
  const alg = client.metadata.introspection_signed_response_alg ?? usual ?? "RS256";
  if (!algorithms.includes(alg)) {
    const reason = `introspection_signed_response_alg is ${alg}, for which the provider has no key`;
    throw refuse("server_error", { description: "The answer can't be signed as the client is registered.", reason });
  }
  const claims: IntrospectionResponseJwt = {
    iss: context.issuer,
    aud: client.clientId,
    iat: nowSeconds(context.clock),
    token_introspection: answer,
  };
  const { introspection_encrypted_response_alg: encryption } = client.metadata;
  const contentEncryption = client.metadata.introspection_encrypted_response_enc ?? "A128CBC-HS256";
  const jwt = { client, typ: "token-introspection+jwt", claims: { ...claims } };
  const text = await protectJwt(context, jwt, { signing: alg, encryption, contentEncryption });
  const headers = { "Content-Type": mediaType, "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff" };
  return new Response(text, { headers });
}

/** Algorithms that answers are signed with: those of the provider's keys, or what the profile leaves of them. */
export function listIntrospectionAlgorithms({ keys, options }: ProviderContext): readonly string[] {
  const { algorithms } = findProfile(options.profile);
  return keys.algorithms.filter((name) => algorithms === undefined || algorithms.includes(name));
}

const mediaType = "application/token-introspection+jwt";
const longestAccept = 4096;
