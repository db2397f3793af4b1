import type { MessageSchema } from "../../generated/message-schema.ts";
import type { TokenRequest } from "../../generated/messages/token-request.ts";
import {
  type TokenRequestAuthorizationCode,
  tokenRequestAuthorizationCodeSchema,
} from "../../generated/messages/token-request-authorization-code.ts";
import {
  type TokenRequestClientCredentials,
  tokenRequestClientCredentialsSchema,
} from "../../generated/messages/token-request-client-credentials.ts";
import type { TokenRequestExtension } from "../../generated/messages/token-request-extension.ts";
import {
  type TokenRequestRefreshToken,
  tokenRequestRefreshTokenSchema,
} from "../../generated/messages/token-request-refresh-token.ts";
import { type TokenResponse, tokenResponseSchema } from "../../generated/messages/token-response.ts";
import { ConfigurationError, VerificationError } from "../errors/families.ts";
import { quotePrintable } from "../errors/printable.ts";
import { specification } from "../errors/specification.ts";
import {
  buildClientRequest,
  type ClientHttpRequest,
  type ClientRequestAddress,
  sendClientRequest,
} from "../exchange/client-request.ts";
import type { CallOptions, ExchangeContext } from "../exchange/context.ts";
import { type ReadOptions, readMessage } from "../exchange/read-message.ts";
import type { HttpAnswer } from "../http/types.ts";

/** The token requests that these functions send: not every grant of the contract, because each one here is in every client's bundle. */
export type SentTokenRequest = TokenRequestAuthorizationCode | TokenRequestRefreshToken | TokenRequestClientCredentials;

/**
 * Builds a token request: the message is checked against its schema, then the client authentication is added, fresh for each call.
 * @throws ValidationError `ERR_VALIDATION_REQUEST` with every problem of the message
 * @throws ConfigurationError when the server has no token endpoint, an extra parameter is reserved, or the grant type is not one of {@link SentTokenRequest}
 * @see RFC 6749 §3.2
 */
export async function buildTokenRequest(
  context: ExchangeContext,
  message: SentTokenRequest,
  options: CallOptions = {},
): Promise<ClientHttpRequest> {
  return buildClientRequest(context, { endpoint: "token_endpoint", schema: requestSchema(message), message }, options);
}

/** A token request with the schema of its grant, so that a grant brings along no other's. */
export interface TypedTokenRequest<Message extends TokenRequest | TokenRequestExtension> {
  readonly message: Message;
  readonly schema: MessageSchema<Message>;
  /** Token types that this grant understands besides `Bearer`, or `DPoP` where the client proves a key, in lower case. Default: none. */
  readonly tokenTypes?: readonly string[] | undefined;
}

/** What {@link readTokenResponse} expects of an answer. */
export interface ReadTokenOptions extends ReadOptions {
  /** Token types that are understood besides `Bearer`, or `DPoP` where the client proves a key, in lower case. Default: none. */
  readonly tokenTypes?: readonly string[] | undefined;
}

/**
 * Reads the answer of the token endpoint.
 * @returns the token response, frozen; `token_type` is one that this library can present
 * @throws OAuthError when the server said no
 * @throws ResponseError for an answer that is not the endpoint's
 * @throws ValidationError `ERR_VALIDATION_RESPONSE` with every problem of the response
 * @throws VerificationError `ERR_VERIFICATION_TOKEN_TYPE` for a token type that the client does not understand
 * @see RFC 6749 §5.1
 */
export function readTokenResponse(
  context: ExchangeContext,
  answer: HttpAnswer,
  options: ReadTokenOptions = {},
): TokenResponse {
  const response = readMessage(context, answer, tokenResponseSchema, options);
  checkTokenType(context, response, { endpoint: answer.endpoint, tokenTypes: options.tokenTypes });
  return response;
}

/**
 * Checks that a token is of a type that this library can present. Where the client proved a key, that is `DPoP`.
 * @throws VerificationError `ERR_VERIFICATION_TOKEN_TYPE`, `ERR_VERIFICATION_TOKEN_BINDING`
 * @see RFC 6749 §7.1
 * @see RFC 9449 §5
 */
export function checkTokenType(
  { dpop }: Pick<ExchangeContext, "dpop">,
  { token_type }: TokenResponse,
  { endpoint, tokenTypes = [] }: { readonly endpoint: string; readonly tokenTypes?: readonly string[] | undefined },
): void {
  const understood = [...(dpop?.tokenTypes ?? understoodTokenTypes), ...tokenTypes];
  if (understood.includes(token_type.toLowerCase())) return;
  dpop?.refuseBearer(token_type, endpoint);
  throw new VerificationError("ERR_VERIFICATION_TOKEN_TYPE", {
    message: `The token type ${quotePrintable(token_type)} is not one that this client understands (${understood.join(", ")}).`,
    parameter: "token_type",
    endpoint,
    specification: specification("rfc6749", "7.1"),
  });
}

/**
 * Asks the token endpoint for tokens: builds the request, sends it once, reads the answer. A request for tokens is never repeated
 * on its own, because codes and rotating refresh tokens work once; only with DPoP, a server that demands a nonce has used up nothing, and is asked once more.
 * @throws as {@link buildTokenRequest} and {@link readTokenResponse}, and TransportError when no complete answer arrives
 * @see RFC 6749 §3.2
 */
export async function fetchToken(
  context: ExchangeContext,
  message: SentTokenRequest,
  options: CallOptions = {},
): Promise<TokenResponse> {
  return sendTokenRequest(context, { message, schema: requestSchema(message) }, options);
}

/** Does what {@link fetchToken} does, with a schema that is known already. */
export async function sendTokenRequest<Message extends TokenRequest | TokenRequestExtension>(
  context: ExchangeContext,
  { message, schema, tokenTypes }: TypedTokenRequest<Message>,
  options: CallOptions = {},
): Promise<TokenResponse> {
  const startedAt = context.clock();
  const send = (address: ClientRequestAddress): Promise<HttpAnswer> =>
    context.http.post({ ...address, path: "/token", body: message });
  const answer = await sendClientRequest(context, { endpoint: "token_endpoint", schema, message, send }, options);
  return readTokenResponse(context, answer, { request: schema.name, startedAt, tokenTypes });
}

function requestSchema(message: SentTokenRequest): MessageSchema<SentTokenRequest> {
  const schema: MessageSchema<SentTokenRequest> | undefined = Object.hasOwn(requestSchemas, message.grant_type)
    ? requestSchemas[message.grant_type]
    : undefined;
  if (schema !== undefined) return schema;
  throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: `The grant type must be one of ${Object.keys(requestSchemas).join(", ")}.`,
    parameter: "grant_type",
    specification: specification("rfc6749", "4"),
  });
}

const requestSchemas: Readonly<Record<SentTokenRequest["grant_type"], MessageSchema<SentTokenRequest>>> = {
  authorization_code: tokenRequestAuthorizationCodeSchema,
  refresh_token: tokenRequestRefreshTokenSchema,
  client_credentials: tokenRequestClientCredentialsSchema,
};

/** Sender-constrained types are understood only by a request that proved a key. */
const understoodTokenTypes: readonly string[] = ["bearer"];
