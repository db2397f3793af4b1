import {
  type PushedAuthorizationRequest,
  pushedAuthorizationRequestSchema,
} from "../../generated/messages/pushed-authorization-request.ts";
import {
  type PushedAuthorizationResponse,
  pushedAuthorizationResponseSchema,
} from "../../generated/messages/pushed-authorization-response.ts";
import {
  buildClientRequest,
  type ClientHttpRequest,
  type ClientRequestAddress,
  sendClientRequest,
} from "../exchange/client-request.ts";
import type { CallOptions, ExchangeContext } from "../exchange/context.ts";
import { type ReadOptions, readMessage } from "../exchange/read-message.ts";
import type { HttpAnswer } from "../http/types.ts";

/**
 * Builds a pushed authorization request: the message is checked against its schema, then the client authentication is added, fresh
 * for each call. `client_id` stands in the form whatever the authentication; beside `request` stands nothing else.
 * @throws ValidationError `ERR_VALIDATION_REQUEST` with every problem of the message, a `request_uri` included
 * @throws ConfigurationError when the server has no endpoint for pushed requests, or an extra parameter is reserved
 * @see RFC 9126 §2.1
 */
export async function buildPushedAuthorizationRequest(
  context: ExchangeContext,
  message: PushedAuthorizationRequest,
  options: CallOptions = {},
): Promise<ClientHttpRequest> {
  return buildClientRequest(context, { ...pushed, message }, options);
}

/**
 * Reads the answer of the endpoint for pushed requests; its status must be 201.
 * @returns the response, frozen; its `request_uri` is good for one use within `expires_in` seconds
 * @throws OAuthError when the server said no, with the error codes of the token endpoint or of the authorization endpoint
 * @throws ResponseError for an answer that is not the endpoint's
 * @throws ValidationError `ERR_VALIDATION_RESPONSE` with every problem of the response
 * @see RFC 9126 §2.2
 * @see RFC 9126 §2.3
 */
export function readPushedAuthorizationResponse(
  context: ExchangeContext,
  answer: HttpAnswer,
  options: Omit<ReadOptions, "status"> = {},
): PushedAuthorizationResponse {
  return readMessage(context, answer, pushedAuthorizationResponseSchema, { ...options, status: 201 });
}

/**
 * Pushes an authorization request to the server: builds it, sends it once, reads the answer. Send the browser on with
 * `buildAuthorizationUrl(context, { client_id, request_uri })` and nothing else in it, once: the server forgets the request then.
 * @throws as {@link buildPushedAuthorizationRequest} and {@link readPushedAuthorizationResponse}, and TransportError when no complete answer arrives
 * @see RFC 9126 §2.1
 * @see RFC 9126 §4
 */
export async function fetchPushedAuthorization(
  context: ExchangeContext,
  message: PushedAuthorizationRequest,
  options: CallOptions = {},
): Promise<PushedAuthorizationResponse> {
  const startedAt = context.clock();
  const send = (address: ClientRequestAddress): Promise<HttpAnswer> =>
    context.http.post({ ...address, path: "/par", body: message });
  const answer = await sendClientRequest(context, { ...pushed, message, send }, options);
  return readPushedAuthorizationResponse(context, answer, {
    request: pushedAuthorizationRequestSchema.name,
    startedAt,
  });
}

const pushed = {
  endpoint: "pushed_authorization_request_endpoint",
  schema: pushedAuthorizationRequestSchema,
  provesKey: true,
} as const;
