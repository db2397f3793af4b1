import { mediaTypes } from "../constants/media-types.ts";
import type { CallOptions, ExchangeContext } from "../exchange/context.ts";
import { requireJwtAnswer } from "../exchange/jwt-answer.ts";
import { bearerHeaders } from "./access-token.ts";
import { mayPublishAt, type TrustedClaimIssuers } from "./claim-source-jwt.ts";

/** A source whose claims stand elsewhere. */
export interface DistributedSource extends Pick<CallOptions, "signal"> {
  readonly endpoint: string;
  readonly access_token?: string | undefined;
}

/** Whether an endpoint is at an origin of a trusted issuer. */
export function isAllowedEndpoint(endpoint: string, issuers: TrustedClaimIssuers): boolean {
  return Object.entries(issuers).some(([issuer, trusted]) => mayPublishAt(issuer, trusted, endpoint));
}

/**
 * Fetches the JWT of a distributed source, like every call over `https`, without redirects, with deadline and size limit. The access token
 * of the source is sent, where it has one, and no other; header fields that the client adds to its calls are for its own server and stay out.
 * @throws OAuthError, ResponseError, TransportError
 * @see OpenID Connect Core §5.6.2
 */
export async function fetchClaimSource(
  context: ExchangeContext,
  { endpoint, access_token, signal }: DistributedSource,
): Promise<string> {
  const answer = await context.http.get({
    // The contract has no path for servers of others; the exchange is that of the userinfo endpoint.
    path: "/userinfo",
    url: endpoint,
    endpointName: "claim source",
    accept: mediaTypes.jwt,
    isForeign: true,
    headers: access_token === undefined ? {} : bearerHeaders(access_token),
    signal,
  });
  return requireJwtAnswer(context, answer, mediaTypes.jwt);
}
