import {
  type IntrospectionRequest,
  introspectionRequestSchema,
} from "../../../generated/messages/introspection-request.ts";
import type { IntrospectionResponse } from "../../../generated/messages/introspection-response.ts";
import { authenticateClient } from "../client-authentication/authenticate-client.ts";
import type { RegisteredClient } from "../clients/registered-client.ts";
import type { ProviderContext } from "../context.ts";
import type { EndpointRequest } from "../http/connection.ts";
import { readForm, readParameters } from "../http/read-form.ts";
import { refuse } from "../http/refusal.ts";
import { respondJson } from "../http/respond.ts";
import type { Route } from "../http/route.ts";
import { describeToken } from "../tokens/describe-token.ts";
import { findAccessToken, type LiveAccessToken } from "../tokens/find-access-token.ts";
import { findRefreshToken, type LiveRefreshToken } from "../tokens/find-refresh-token.ts";
import { signIntrospection, wantsSignedIntrospection } from "./introspection-response-jwt.ts";

/**
 * The introspection endpoint: who asks must prove who it is, and learns of its own tokens, and of those that are meant for it.
 * @see RFC 7662 §2
 */
export const introspectionRoute: Route = {
  path: "/introspect",
  methods: ["POST"],
  kind: "endpoint",
  metadata: "introspection_endpoint",
  handle: handleIntrospection,
};

async function handleIntrospection(context: ProviderContext, request: EndpointRequest): Promise<Response> {
  const form = await readForm(request);
  const { client, isConfidential } = await authenticateClient(context, request, form);
  if (!isConfidential)
    throw refuse("invalid_client", "Only a client that proves who it is may introspect tokens (RFC 7662 §2.1).");
  const found = await findToken(context, readParameters(introspectionRequestSchema, form));
  const mayKnow = found !== undefined && maySee(context, client, found);
  const answer: IntrospectionResponse = mayKnow ? await describeToken(context, found) : { active: false };
  const grantId = mayKnow ? found.token.grantId : undefined;
  const reason = mayKnow ? undefined : found === undefined ? "no such token is good" : "a token of others";
  context.report({ type: "token.introspected", clientId: client.clientId, endpoint: request.path, grantId, reason });
  return wantsSignedIntrospection(request.raw.headers)
    ? signIntrospection(context, client, answer)
    : respondJson(answer);
}

/** The hint says where to look first; a wrong one does no harm. */
async function findToken(
  context: ProviderContext,
  { token, token_type_hint: hint }: IntrospectionRequest,
): Promise<LiveAccessToken | LiveRefreshToken | undefined> {
  const ways = [findAccessToken, findRefreshToken];
  for (const find of hint === "refresh_token" ? ways.toReversed() : ways) {
    const found = await find(context, token);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A client may see its own tokens; a resource server the access tokens that are meant for it. */
function maySee(
  context: ProviderContext,
  { clientId }: RegisteredClient,
  { token }: LiveAccessToken | LiveRefreshToken,
): boolean {
  if (token.clientId === clientId) return true;
  if (token.kind !== "access_token") return false;
  return token.audience.some(
    (resource) => resource === clientId || context.findResource(resource)?.introspectionClients?.includes(clientId),
  );
}
