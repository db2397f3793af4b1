import { cibaLabel } from "../../generated/documents.ts";
import {
  type BackchannelAuthenticationRequest,
  backchannelAuthenticationRequestSchema as requestSchema,
} from "../../generated/messages/backchannel-authentication-request.ts";
import {
  type BackchannelAuthenticationResponse,
  backchannelAuthenticationResponseSchema as responseSchema,
} from "../../generated/messages/backchannel-authentication-response.ts";
import type { ClientKey } from "../client-auth/private-key-jwt.ts";
import { ConfigurationError } from "../errors/families.ts";
import { printable } from "../errors/printable.ts";
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
import { randomBase64url } from "../util/random.ts";
import { signBackchannelRequest } from "./backchannel-request-object.ts";
import { defaultIntervalSeconds, expiryOf } from "./poll-times.ts";

/** How the client gets its tokens, as it is registered. */
export type BackchannelDeliveryMode = "poll" | "ping" | "push";

/** What starting a backchannel authentication may be given. */
export interface BackchannelAuthenticationOptions extends CallOptions {
  /** The `backchannel_token_delivery_mode` that the client is registered with. Default `poll`. */
  readonly deliveryMode?: BackchannelDeliveryMode | undefined;
  /** Signs the request, so that it travels as a request object; the server knows its public part as a key of the client. */
  readonly signingKey?: ClientKey | undefined;
}

/** A backchannel authentication that has been started, as plain JSON. Keep it on the server: it holds what gets the tokens. */
export interface BackchannelAuthentication {
  readonly response: BackchannelAuthenticationResponse;
  /** Issuer of the server that was asked. */
  readonly issuer: string;
  readonly deliveryMode: BackchannelDeliveryMode;
  /** What the server's notifications must carry; `undefined` in the mode poll. */
  readonly clientNotificationToken: string | undefined;
  /** Seconds between two token requests. */
  readonly intervalSeconds: number;
  /** When the response arrived, in milliseconds since 1970. */
  readonly receivedAt: number;
  /** When the request expires, in milliseconds since 1970. */
  readonly expiresAt: number;
}

/**
 * Builds a backchannel authentication request: the message is checked against its schema, signed where a key is given, then the client
 * authentication is added. For ping and push a `client_notification_token` is made where the message has none.
 * @throws ValidationError `ERR_VALIDATION_REQUEST` with every problem of the message: exactly one hint, `openid` in the scope
 * @throws ConfigurationError when the server has no such endpoint or not this delivery mode, an extra parameter is reserved, or the key cannot sign
 * @see CIBA Core §7.1
 */
export async function buildBackchannelAuthenticationRequest(
  context: ExchangeContext,
  message: BackchannelAuthenticationRequest,
  options: BackchannelAuthenticationOptions = {},
): Promise<ClientHttpRequest> {
  const prepared = await prepare(context, message, options);
  return buildClientRequest(context, { endpoint, schema: requestSchema, message: prepared.message }, prepared.call);
}

/**
 * Reads the answer of the backchannel authentication endpoint.
 * @throws OAuthError when the server said no, e.g. `unknown_user_id` or `invalid_binding_message`
 * @throws ResponseError for an answer that is not the endpoint's
 * @throws ValidationError `ERR_VALIDATION_RESPONSE` with every problem of the response
 * @see CIBA Core §7.3
 */
export function readBackchannelAuthenticationResponse(
  context: ExchangeContext,
  answer: HttpAnswer,
  options: ReadOptions = {},
): BackchannelAuthenticationResponse {
  return readMessage(context, answer, responseSchema, options);
}

/**
 * Asks the server to authenticate a user at another device: sends the request once and reads the answer.
 * @throws as {@link buildBackchannelAuthenticationRequest} and {@link readBackchannelAuthenticationResponse}, and TransportError when no complete answer arrives
 * @see CIBA Core §7.1
 */
export async function fetchBackchannelAuthentication(
  context: ExchangeContext,
  message: BackchannelAuthenticationRequest,
  options: BackchannelAuthenticationOptions = {},
): Promise<BackchannelAuthentication> {
  const startedAt = context.clock();
  const prepared = await prepare(context, message, options);
  const send = (address: ClientRequestAddress): Promise<HttpAnswer> =>
    context.http.post({ ...address, path: "/bc-authorize", body: prepared.message });
  const request = { endpoint, schema: requestSchema, message: prepared.message, send } as const;
  const answer = await sendClientRequest(context, request, prepared.call);
  const response = readBackchannelAuthenticationResponse(context, answer, { request: requestSchema.name, startedAt });
  const receivedAt = context.clock();
  return Object.freeze({
    response,
    issuer: context.metadata.issuer,
    deliveryMode: options.deliveryMode ?? "poll",
    clientNotificationToken: prepared.clientNotificationToken,
    intervalSeconds: response.interval ?? defaultIntervalSeconds,
    receivedAt,
    expiresAt: expiryOf(response, receivedAt),
  });
}

/** A request as it is sent, and what the client must remember of it. */
interface PreparedRequest {
  readonly message: BackchannelAuthenticationRequest;
  readonly call: CallOptions;
  readonly clientNotificationToken: string | undefined;
}

async function prepare(
  context: ExchangeContext,
  given: BackchannelAuthenticationRequest,
  { deliveryMode = "poll", signingKey, ...call }: BackchannelAuthenticationOptions,
): Promise<PreparedRequest> {
  checkDeliveryMode(context, deliveryMode);
  if (given.request !== undefined && (deliveryMode !== "poll" || signingKey !== undefined)) throw signedElsewhere();
  const clientNotificationToken =
    deliveryMode === "poll"
      ? undefined
      : (given.client_notification_token ?? randomBase64url(tokenOctets, context.random));
  const message =
    clientNotificationToken === undefined ? given : { ...given, client_notification_token: clientNotificationToken };
  if (signingKey === undefined) return { message, call, clientNotificationToken };
  const request = await signBackchannelRequest(context, { message, extra: call.extra }, signingKey);
  return { message: { request }, call: { signal: call.signal }, clientNotificationToken };
}

/** What the reader of notifications compares with would be hidden in the request object. */
function signedElsewhere(): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: "A request object that was signed elsewhere fits the delivery mode poll alone, and no signingKey.",
    parameter: "request",
    specification: specification("ciba", "7.1.1", [cibaLabel]),
    remedy: "Pass the parameters and the signingKey, and leave request out.",
  });
}

function checkDeliveryMode({ metadata }: ExchangeContext, mode: BackchannelDeliveryMode): void {
  const supported = metadata.backchannel_token_delivery_modes_supported;
  if (["poll", "ping", "push"].includes(mode) && (supported === undefined || supported.includes(mode))) return;
  throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: `The deliveryMode must be one of ${printable((supported ?? ["poll", "ping", "push"]).join(", "))}.`,
    parameter: "deliveryMode",
    specification: specification("ciba", "4", [cibaLabel]),
    remedy: "Give the backchannel_token_delivery_mode that the client is registered with.",
  });
}

const endpoint = "backchannel_authentication_endpoint";
const tokenOctets = 32;
