import { tokenTypeIdentifiers } from "../../constants/token-type-identifiers.ts";
import { certificateThumbprint } from "../../jose/certificate-thumbprint.ts";
import type { ProviderContext } from "../context.ts";
import type { TokenCall } from "../endpoints/grants/grant-handler.ts";
import { refuse } from "../http/refusal.ts";
import type { Confirmation } from "../stores/records.ts";
import { findAccessToken, type LiveAccessToken } from "./find-access-token.ts";
import { readAuthorizationDetails } from "./grant-facts.ts";
import { readObject } from "./json-members.ts";
import type { ExchangedToken } from "./token-exchange-policy.ts";

/** A token of a request, and how the request calls it. */
export interface SentToken {
  readonly parameter: "subject_token" | "actor_token";
  readonly text: string;
  readonly type: string | undefined;
}

/**
 * Reads a token that is to be exchanged: an access token of this provider, good now. One that is bound to a key or certificate is worth nothing without it.
 * @throws ProtocolRefusal `invalid_request`
 * @see RFC 8693 §2.2.2
 */
export async function readExchangedToken(
  context: ProviderContext,
  call: TokenCall,
  { parameter, text, type }: SentToken,
): Promise<LiveAccessToken> {
  if (type !== tokenTypeIdentifiers.accessToken)
    throw refuse("invalid_request", `${parameter}_type must be that of access tokens (RFC 8693 §3).`);
  const found = await findAccessToken(context, text);
  if (found === undefined) throw refuse("invalid_request", `${parameter} is no access token that is good here.`);
  if (await isProved(found.token.confirmation, call)) return found;
  const description = `${parameter} is bound to a key or certificate that the request does not prove.`;
  throw refuse("invalid_request", description);
}

/** The token as a policy sees it. */
export function describeExchanged({ token }: LiveAccessToken): ExchangedToken {
  const { clientId, accountId, scope, audience, details } = token;
  const authorizationDetails = readAuthorizationDetails(details ?? {});
  return { clientId, accountId, scope, audience, authorizationDetails, act: readObject(details?.act) };
}

async function isProved(bound: Confirmation | undefined, { binding, request }: TokenCall): Promise<boolean> {
  if (bound?.jkt !== undefined && bound.jkt !== binding.confirmation?.jkt) return false;
  const thumbprint = bound?.["x5t#S256"];
  if (thumbprint === undefined) return true;
  const { clientCertificate } = request.connection;
  return clientCertificate !== undefined && (await certificateThumbprint(clientCertificate)) === thumbprint;
}
