import { type RegistrationRequest, registrationRequestSchema } from "../../generated/messages/registration-request.ts";
import {
  type RegistrationResponse,
  registrationResponseSchema,
} from "../../generated/messages/registration-response.ts";
import type { CallOptions, ExchangeContext } from "../exchange/context.ts";
import { requireEndpoint } from "../exchange/context.ts";
import { explaining } from "../exchange/error-explanation.ts";
import { type ReadingContext, type ReadOptions, readMessage } from "../exchange/read-message.ts";
import type { HttpAnswer } from "../http/types.ts";
import { bearerHeaders } from "./access-token.ts";
import { createRegistration, type Registration } from "./registration-result.ts";
import { buildJsonRequest, type JsonHttpRequest, refuseBrokenConfigurationUri } from "./registration-wire.ts";

/**
 * What a registration needs to know of the outside world: the server and how to reach it. There is no client yet. The context of any
 * other call fits too.
 */
export type RegistrationContext = ReadingContext & Pick<ExchangeContext, "metadata" | "http">;

/** What a registration may be given beside the client's metadata. */
export interface RegistrationOptions extends Pick<CallOptions, "signal"> {
  /** The token that lets its holder register, for servers that do not let everybody. */
  readonly initialAccessToken?: string | undefined;
  /** A signed statement about the software, which becomes the member `software_statement`. */
  readonly softwareStatement?: string | undefined;
}

/**
 * Builds a registration request: the metadata checked against its schema, as JSON.
 * @throws ValidationError `ERR_VALIDATION_REQUEST` with every problem of the metadata, `client_id` and `client_secret` included: the server issues them
 * @throws ConfigurationError when the server has no registration endpoint, or the initial access token cannot travel
 * @see RFC 7591 §3.1
 * @see OpenID Connect Dynamic Client Registration §3.1
 */
export function buildRegistrationRequest(
  context: Pick<RegistrationContext, "metadata">,
  metadata: RegistrationRequest,
  { initialAccessToken, softwareStatement }: RegistrationOptions = {},
): JsonHttpRequest<RegistrationRequest> {
  const message = softwareStatement === undefined ? metadata : { ...metadata, software_statement: softwareStatement };
  return buildJsonRequest(registrationRequestSchema, message, {
    endpoint: endpointName,
    url: requireEndpoint(context.metadata, endpointName),
    headers: initialAccessToken === undefined ? {} : bearerHeaders(initialAccessToken, "initial_access_token"),
  });
}

/**
 * Reads the answer of the registration endpoint: status 201, and a client that can be used. A `registration_client_uri` to which the
 * registration token could not safely be sent makes the answer unusable.
 * @returns the registration, frozen
 * @throws OAuthError when the server said no: `invalid_redirect_uri`, `invalid_client_metadata`, `invalid_software_statement` …
 * @throws ResponseError for an answer that is not the endpoint's
 * @throws ValidationError `ERR_VALIDATION_RESPONSE` with every problem of the answer
 * @see RFC 7591 §3.2.1
 */
export function readRegistrationResponse(
  context: ReadingContext,
  answer: HttpAnswer,
  { status = 201, ...options }: ReadOptions = {},
): RegistrationResponse {
  const response = readMessage(explaining(context), answer, registrationResponseSchema, { ...options, status });
  refuseBrokenConfigurationUri(response, answer);
  return response;
}

/**
 * Registers a client, once: a request whose answer was lost may have registered a client that nobody knows the credentials of.
 * Store what it returns before anything else is done; the secret and the registration token are shown to nobody twice.
 * @throws as {@link buildRegistrationRequest} and {@link readRegistrationResponse}, and TransportError when no complete answer arrives
 * @see RFC 7591 §3
 */
export async function fetchRegistration(
  context: RegistrationContext,
  metadata: RegistrationRequest,
  options: RegistrationOptions = {},
): Promise<Registration> {
  const startedAt = context.clock();
  const request = buildRegistrationRequest(context, metadata, options);
  const { url, headers, message, body } = request;
  const answer = await context.http.post({
    path: "/register",
    url,
    endpointName,
    accept: "application/json",
    headers,
    body: message,
    contentType: "application/json",
    encode: () => body,
    signal: options.signal,
  });
  const response = readRegistrationResponse(context, answer, { startedAt, request: registrationRequestSchema.name });
  return createRegistration(response, { requested: message });
}

const endpointName = "registration_endpoint";
