import type { PushedAuthorizationResponse } from "../../../generated/messages/pushed-authorization-response.ts";
import { checkRequest } from "../authorization/check-request.ts";
import { storeRequest } from "../authorization/pushed-request.ts";
import { refuseRepeated } from "../authorization/read-authorization-parameters.ts";
import { decodeMembers, type ReceivedRequest, type RequestMembers } from "../authorization/received-request.ts";
import { readRequestObject } from "../authorization/request-object.ts";
import { findReturnAddress } from "../authorization/return-address.ts";
import { authenticateClient } from "../client-authentication/authenticate-client.ts";
import type { RegisteredClient } from "../clients/registered-client.ts";
import type { ProviderContext } from "../context.ts";
import type { EndpointRequest } from "../http/connection.ts";
import { readForm } from "../http/read-form.ts";
import { refuse } from "../http/refusal.ts";
import { respondJson } from "../http/respond.ts";
import type { Route } from "../http/route.ts";
import { limitPublicRequests } from "../throttling/limit-requests.ts";
import { verifyRequestProof } from "../tokens/bind-token.ts";

/**
 * The pushed authorization request endpoint: the client proves who it is, the request is judged as the authorization endpoint would, and kept.
 * @see RFC 9126 §2.1
 */
export const pushedAuthorizationRoute: Route = {
  path: "/par",
  methods: ["POST"],
  kind: "endpoint",
  metadata: "pushed_authorization_request_endpoint",
  handle: handlePush,
};

async function handlePush(context: ProviderContext, request: EndpointRequest): Promise<Response> {
  const form = await readForm(request);
  refuseRepeated(form);
  const { client } = await authenticateClient(context, request, form);
  const received = await receivePush(context, client, form);
  findReturnAddress(received);
  const { members, headers } = await bindToProof(context, request, received);
  const call = await checkRequest(context, { ...received, members });
  const { isSigned } = received;
  await limitPublicRequests(context, request, client);
  const requestUri = await storeRequest(context, { client, request: call.request, isSigned, delivery: "pushed" });
  const response: PushedAuthorizationResponse = {
    request_uri: requestUri,
    expires_in: context.lifetimes.pushedRequestSeconds,
  };
  return respondJson(response, { status: 201, headers });
}

async function receivePush(
  context: ProviderContext,
  client: RegisteredClient,
  form: URLSearchParams,
): Promise<ReceivedRequest> {
  const { client_id: clientId, ...rest } = decodeMembers(form);
  // Authentication may name the client in a header or an assertion alone (RFC 9126 §2.1).
  if (clientId !== undefined && clientId !== client.clientId)
    throw refuse("invalid_request", "client_id is not the client that has authenticated (RFC 9126, 2.1).");
  if (rest.request_uri !== undefined)
    throw refuse("invalid_request", "request_uri must not be pushed (RFC 9126, 2.1).");
  const object = form.get("request") ?? "";
  const members = { ...rest, client_id: client.clientId };
  if (object === "") return { client, members, delivery: "pushed", isSigned: false };
  if (Object.keys(rest).length > 1)
    throw refuse("invalid_request", "Beside request no parameter of the request may stand (RFC 9126, 3).");
  const inside = await readRequestObject(context, client, object);
  return { client, members: inside, delivery: "pushed", isSigned: true };
}

/**
 * A proof says to which key the code will be bound, as `dpop_jkt` does.
 * @see RFC 9449 §10.1
 */
async function bindToProof(
  context: ProviderContext,
  request: EndpointRequest,
  { client, members }: Pick<ReceivedRequest, "client" | "members">,
): Promise<{ readonly members: RequestMembers; readonly headers: Readonly<Record<string, string>> }> {
  if (!request.raw.headers.has("dpop")) return { members, headers: {} };
  const { jkt, newNonce } = await verifyRequestProof(context, request, client);
  const { dpop_jkt: said = jkt } = members;
  if (said !== jkt) throw refuse("invalid_dpop_proof", "dpop_jkt is not the key of the DPoP proof (RFC 9449, 10.1).");
  const headers = newNonce === undefined ? {} : { "DPoP-Nonce": newNonce };
  return { members: { ...members, dpop_jkt: jkt }, headers };
}
