import {
  type DeviceAuthorizationRequest,
  deviceAuthorizationRequestSchema as requestSchema,
} from "../../generated/messages/device-authorization-request.ts";
import {
  type DeviceAuthorizationResponse,
  deviceAuthorizationResponseSchema as responseSchema,
} from "../../generated/messages/device-authorization-response.ts";
import { VerificationError } from "../errors/families.ts";
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
import { parseUrl } from "../util/url.ts";
import { defaultIntervalSeconds, expiryOf } from "./poll-times.ts";

/**
 * A device authorization that has been started, as plain JSON. Show `response.user_code` and `response.verification_uri` to the user; the
 * rest is the device's own and holds its `device_code`.
 */
export interface DeviceAuthorization {
  readonly response: DeviceAuthorizationResponse;
  /** Issuer of the server that the codes are from. */
  readonly issuer: string;
  /** The scope that was asked for; `openid` in it makes an ID token required. */
  readonly scope: string | undefined;
  /** Seconds between two token requests. */
  readonly intervalSeconds: number;
  /** When the response arrived, in milliseconds since 1970. */
  readonly receivedAt: number;
  /** When both codes expire, in milliseconds since 1970. */
  readonly expiresAt: number;
}

/**
 * Builds a device authorization request: the message is checked against its schema, then the client authentication is added.
 * @throws ValidationError `ERR_VALIDATION_REQUEST` with every problem of the message
 * @throws ConfigurationError when the server has no such endpoint, or an extra parameter is reserved
 * @see RFC 8628 §3.1
 */
export async function buildDeviceAuthorizationRequest(
  context: ExchangeContext,
  message: DeviceAuthorizationRequest = {},
  options: CallOptions = {},
): Promise<ClientHttpRequest> {
  return buildClientRequest(
    context,
    { endpoint: "device_authorization_endpoint", schema: requestSchema, message },
    options,
  );
}

/**
 * Reads the answer of the device authorization endpoint. What is for the user's eyes is made sure to be harmless there: the pages are `http` or
 * `https` URLs of visible ASCII without credentials, the code has no control characters.
 * @throws OAuthError when the server said no
 * @throws ResponseError for an answer that is not the endpoint's
 * @throws ValidationError `ERR_VALIDATION_RESPONSE` with every problem of the response
 * @throws VerificationError `ERR_VERIFICATION_UNSAFE_TEXT` for a URL or code that must not be shown
 * @see RFC 8628 §3.2
 */
export function readDeviceAuthorizationResponse(
  context: ExchangeContext,
  answer: HttpAnswer,
  options: ReadOptions = {},
): DeviceAuthorizationResponse {
  const response = readMessage(context, answer, responseSchema, options);
  const { verification_uri, verification_uri_complete, user_code } = response;
  const { endpoint } = answer;
  if (!isShowableUrl(verification_uri)) throw unsafe("verification_uri", endpoint);
  if (verification_uri_complete !== undefined && !isShowableUrl(verification_uri_complete))
    throw unsafe("verification_uri_complete", endpoint);
  if (!showable.test(user_code)) throw unsafe("user_code", endpoint);
  return response;
}

/**
 * Starts a login on another device: sends the request once and reads the answer.
 * @throws as {@link buildDeviceAuthorizationRequest} and {@link readDeviceAuthorizationResponse}, and TransportError when no complete answer arrives
 * @see RFC 8628 §3.1
 */
export async function fetchDeviceAuthorization(
  context: ExchangeContext,
  message: DeviceAuthorizationRequest = {},
  options: CallOptions = {},
): Promise<DeviceAuthorization> {
  const startedAt = context.clock();
  const send = (address: ClientRequestAddress): Promise<HttpAnswer> =>
    context.http.post({ ...address, path: "/device_authorization", body: message });
  const request = { endpoint: "device_authorization_endpoint", schema: requestSchema, message, send } as const;
  const answer = await sendClientRequest(context, request, options);
  const response = readDeviceAuthorizationResponse(context, answer, { request: requestSchema.name, startedAt });
  const receivedAt = context.clock();
  return Object.freeze({
    response,
    issuer: context.metadata.issuer,
    scope: message.scope,
    intervalSeconds: response.interval ?? defaultIntervalSeconds,
    receivedAt,
    expiresAt: expiryOf(response, receivedAt),
  });
}

/** A user name in a URL can pass for the host; other characters than visible ASCII can for other text. */
function isShowableUrl(text: string): boolean {
  const url = parseUrl(text);
  if (url === undefined || !/^[\x21-\x7e]+$/.test(text)) return false;
  return (url.protocol === "https:" || url.protocol === "http:") && url.username === "" && url.password === "";
}

function unsafe(parameter: string, endpoint: string): VerificationError {
  return new VerificationError("ERR_VERIFICATION_UNSAFE_TEXT", {
    message:
      parameter === "user_code"
        ? "The user_code has control or formatting characters."
        : `The ${parameter} is not an http or https URL of visible ASCII without credentials.`,
    parameter,
    endpoint,
    specification: specification("rfc8628", "3.3"),
    remedy: "Do not show it to the user: on a screen it may become something else than it says.",
  });
}

/** Neither control characters nor characters that only change how others look, such as the direction of writing. */
const showable = /^[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+$/u;
