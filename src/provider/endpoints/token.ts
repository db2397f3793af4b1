import { authenticateClient } from "../client-authentication/authenticate-client.ts";
import type { ProviderContext } from "../context.ts";
import type { EndpointRequest } from "../http/connection.ts";
import { readForm, readParameter } from "../http/read-form.ts";
import { refuse } from "../http/refusal.ts";
import { respondJson } from "../http/respond.ts";
import type { Route } from "../http/route.ts";
import { checkProfileTokenRequest } from "../profiles/check-profile-request.ts";
import { bindToken } from "../tokens/bind-token.ts";
import { findGrantHandler } from "./grants/grant-handlers.ts";

/**
 * The token endpoint: the client first, then the grant type, then what the tokens will be bound to, and last the grant itself.
 * @see RFC 6749 §3.2
 */
export const tokenRoute: Route = {
  path: "/token",
  methods: ["POST"],
  kind: "endpoint",
  metadata: "token_endpoint",
  handle: handleToken,
};

async function handleToken(context: ProviderContext, request: EndpointRequest): Promise<Response> {
  const form = await readForm(request);
  const { client, isConfidential } = await authenticateClient(context, request, form);
  const grantType = readParameter(form, "grant_type");
  if (grantType === undefined) throw refuse("invalid_request", "grant_type is missing (RFC 6749 §4).");
  const handler = findGrantHandler(context.options, grantType);
  if (handler === undefined) throw refuse("unsupported_grant_type", "This server does not know the grant_type.");
  if (!client.grantTypes.includes(grantType))
    throw refuse("unauthorized_client", "The client is not registered for this grant_type.");
  const binding = await bindToken(context, request, client);
  checkProfileTokenRequest(context, { client, binding });
  const response = await handler.handle(context, { client, isConfidential, request, form, binding });
  context.report({ type: "token.issued", clientId: client.clientId, grantType, endpoint: request.path });
  return respondJson(response, { headers: binding.headers });
}
