import { type RevocationRequest, revocationRequestSchema } from "../../generated/messages/revocation-request.ts";
import { type ToleranceName, toleranceDeviations } from "../../generated/tolerances.ts";
import { isOAuthError } from "../errors/oauth-error.ts";
import {
  buildClientRequest,
  type ClientHttpRequest,
  type ClientRequestAddress,
  sendClientRequest,
} from "../exchange/client-request.ts";
import type { CallOptions, ExchangeContext } from "../exchange/context.ts";
import { explaining } from "../exchange/error-explanation.ts";
import { requireSuccess } from "../exchange/read-message.ts";
import type { HttpAnswer } from "../http/types.ts";

/**
 * Builds a request that ends a token: the message is checked against its schema, then the client authentication is added.
 * @throws ValidationError `ERR_VALIDATION_REQUEST` with every problem of the message
 * @throws ConfigurationError when the server has no revocation endpoint or an extra parameter is reserved
 * @see RFC 7009 §2.1
 */
export async function buildRevocationRequest(
  context: ExchangeContext,
  message: RevocationRequest,
  options: CallOptions = {},
): Promise<ClientHttpRequest> {
  return buildClientRequest(context, { endpoint, schema: revocationRequestSchema, message }, options);
}

/**
 * Reads the answer of the revocation endpoint. Status 200 says that the token is no longer good, also where the server never
 * knew it; the body has nothing to say and is not looked at. With the tolerance `revocation-invalid-token`, the error
 * `invalid_token` says the same.
 * @throws OAuthError when the server said no: `unsupported_token_type` for a kind of token that it does not revoke
 * @throws ResponseError `ERR_RESPONSE_STATUS` for any other answer; after 503 the token is still good, and `retryAfterSeconds` says when to try again
 * @see RFC 7009 §2.2
 * @see RFC 7009 §2.2.1
 */
export function readRevocationResponse(
  context: Pick<ExchangeContext, "clock" | "tolerate" | "report" | "explain">,
  answer: HttpAnswer,
): void {
  try {
    requireSuccess(explaining(context), answer);
  } catch (error) {
    const isDone = isOAuthError(error) && error.error === "invalid_token" && error.status === 400;
    if (!isDone || context.tolerate?.names.includes(invalidToken) !== true) throw error;
    const deviation = { tolerance: invalidToken, deviation: toleranceDeviations[invalidToken], pointer: "" };
    context.report?.({ type: "tolerated", message: "RevocationRequest", endpoint: answer.endpoint, deviation });
  }
}

/**
 * Ends a token before its time. A refresh token takes along the access tokens that were issued with it, where the server
 * supports it; {@link revokeTokens} ends both.
 * @throws as {@link buildRevocationRequest} and {@link readRevocationResponse}, and TransportError when no complete answer arrives: then the token may still be good
 * @see RFC 7009 §2.1
 */
export async function fetchRevocation(
  context: ExchangeContext,
  message: RevocationRequest,
  options: CallOptions = {},
): Promise<void> {
  const send = (address: ClientRequestAddress): Promise<HttpAnswer> =>
    context.http.post({ ...address, path: "/revoke", body: message });
  const request = { endpoint, schema: revocationRequestSchema, message, accept: "*/*", send } as const;
  readRevocationResponse(context, await sendClientRequest(context, request, options));
}

const endpoint = "revocation_endpoint";
const invalidToken: ToleranceName = "revocation-invalid-token";
