import {
  type IntrospectionRequest,
  introspectionRequestSchema,
} from "../../generated/messages/introspection-request.ts";
import {
  type IntrospectionResponse,
  introspectionResponseSchema,
} from "../../generated/messages/introspection-response.ts";
import type { IntrospectionResponseJwt } from "../../generated/messages/introspection-response-jwt.ts";
import type { ClientAuthentication } from "../client-auth/client-authentication.ts";
import { mediaTypes } from "../constants/media-types.ts";
import { ConfigurationError, VerificationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import {
  buildClientRequest,
  type ClientHttpRequest,
  type ClientRequestAddress,
  sendClientRequest,
} from "../exchange/client-request.ts";
import type { CallOptions, ExchangeContext } from "../exchange/context.ts";
import { explaining } from "../exchange/error-explanation.ts";
import { requireJwtAnswer, verifySignedAnswer } from "../exchange/jwt-answer.ts";
import { type ReadOptions, readMessage } from "../exchange/read-message.ts";
import { chooseResponseAlgorithms } from "../exchange/response-algorithms.ts";
import type { HttpAnswer } from "../http/types.ts";
import { introspectionResponseJwtProfile as profile } from "../jwt-profiles/introspection-response-jwt.ts";
import { nowSeconds } from "../util/clock.ts";
import { bearerHeaders } from "./access-token.ts";

/** A token that is good, and what it stands for. */
export type ActiveToken = IntrospectionResponse & { readonly active: true };

/** A token that is not good: expired, revoked, unknown, or not for the caller. Nothing else is told, whatever the server sent along. */
export interface InactiveToken {
  readonly active: false;
}

/** What the server says about a token. */
export type Introspection = ActiveToken | InactiveToken;

/** How the answer is sent: as JSON, or signed. */
export type IntrospectionFormat = "json" | "jwt";

/** What an introspection response is read by. */
export interface IntrospectionFormatOptions {
  /** The format asked for; any other is refused. Default: `jwt` where the client is registered for signed or encrypted responses, else `json`. */
  readonly responseFormat?: IntrospectionFormat | undefined;
  /** Who asks, as the server names it: the `aud` of a signed response, which must name nobody else. Default: the `client_id`. */
  readonly audience?: string | undefined;
}

/** What an introspection may be given. */
export interface IntrospectionOptions extends CallOptions, IntrospectionFormatOptions {
  /** An access token of the caller, sent as `Bearer` in place of client authentication. */
  readonly accessToken?: string | undefined;
}

/**
 * Builds the question whether a token is good: the message is checked against its schema, then the client authentication or the
 * caller's access token is added.
 * @throws ValidationError `ERR_VALIDATION_REQUEST` with every problem of the message
 * @throws ConfigurationError when the server has no introspection endpoint, an extra parameter is reserved, or the caller cannot authenticate
 * @see RFC 7662 §2.1
 */
export async function buildIntrospectionRequest(
  context: ExchangeContext,
  message: IntrospectionRequest,
  options: IntrospectionOptions = {},
): Promise<ClientHttpRequest> {
  const schema = introspectionRequestSchema;
  return buildClientRequest(asCaller(context, options), { endpoint, schema, message }, options);
}

/**
 * Reads the answer of the introspection endpoint: JSON, or a signed JWT that is verified (issuer, audience, age, signature with
 * the server's keys, decryption where it is encrypted).
 * @returns the response, frozen; of a token that is not good, `active: false` alone
 * @throws OAuthError when the server said no to the caller; a token that is not good is no error
 * @throws ResponseError for an answer that is not the endpoint's, or not in the format asked for
 * @throws ValidationError `ERR_VALIDATION_RESPONSE`, `ERR_VALIDATION_CLAIMS`, `ERR_VALIDATION_JWT`
 * @throws VerificationError for a signed answer that must not be believed
 * @see RFC 7662 §2.2
 * @see RFC 9701 §5
 */
export async function readIntrospectionResponse(
  reading: ExchangeContext,
  answer: HttpAnswer,
  options: ReadOptions & IntrospectionFormatOptions & Pick<CallOptions, "signal"> = {},
): Promise<Introspection> {
  const context = explaining(reading);
  const format = formatOf(context, options);
  if (format === "json") return narrow(readMessage(context, answer, introspectionResponseSchema, options));
  requireJwtAnswer(context, answer, mediaTypes.tokenIntrospection);
  const { audience = context.clientId } = options;
  const claims = await verifySignedAnswer(context, answer, {
    ...options,
    profile,
    algorithms: chooseAlgorithms(context),
    encryption: context.introspectionEncryption,
    isForMe: (audiences) => audiences.length > 0 && audiences.every((name) => name === audience),
    verifyClaims: (unverified) => verifyAge(context, unverified),
  });
  return narrow(claims.token_introspection);
}

/**
 * Asks the server whether a token is good, and what it stands for.
 * @throws as {@link buildIntrospectionRequest} and {@link readIntrospectionResponse}, and TransportError when no complete answer arrives
 * @see RFC 7662 §2.1
 * @see RFC 9701 §4
 */
export async function fetchIntrospection(
  context: ExchangeContext,
  message: IntrospectionRequest,
  options: IntrospectionOptions = {},
): Promise<Introspection> {
  const startedAt = context.clock();
  const schema = introspectionRequestSchema;
  const isSigned = formatOf(context, options) === "jwt";
  // Known before anything is sent: an answer that could not be believed is not asked for.
  if (isSigned) chooseAlgorithms(context);
  const accept = isSigned ? mediaTypes.tokenIntrospection : mediaTypes.json;
  const send = (address: ClientRequestAddress): Promise<HttpAnswer> =>
    context.http.post({ ...address, path: "/introspect", body: message });
  const request = { endpoint, schema, message, accept, send } as const;
  const answer = await sendClientRequest(asCaller(context, options), request, options);
  return readIntrospectionResponse(context, answer, { ...options, request: schema.name, startedAt });
}

/** The format that a response must have. */
export function formatOf(
  { introspectionAlgorithms, introspectionEncryption }: ExchangeContext,
  { responseFormat }: IntrospectionFormatOptions,
): IntrospectionFormat {
  if (responseFormat === "json" || responseFormat === "jwt") return responseFormat;
  if (responseFormat === undefined) {
    return introspectionAlgorithms === undefined && introspectionEncryption === undefined ? "json" : "jwt";
  }
  throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: "responseFormat must be json or jwt.",
    parameter: "responseFormat",
    specification: specification("rfc9701", "4"),
  });
}

/** The caller's access token stands in for the client authentication. */
function asCaller(context: ExchangeContext, { accessToken }: IntrospectionOptions): ExchangeContext {
  if (accessToken === undefined) return context;
  const headers = bearerHeaders(accessToken);
  const auth: ClientAuthentication = {
    method: "access_token",
    usesMutualTls: context.auth.usesMutualTls,
    authenticate: async () => ({ headers, body: {} }),
  };
  return { ...context, auth };
}

function chooseAlgorithms({ metadata, introspectionAlgorithms: registered }: ExchangeContext): readonly string[] {
  return chooseResponseAlgorithms(profile, { metadata, registered });
}

function verifyAge({ clock, clockToleranceSeconds }: ExchangeContext, { iat }: IntrospectionResponseJwt): void {
  const age = nowSeconds(clock) - iat;
  if (age <= profile.maxAgeSeconds + clockToleranceSeconds) return;
  throw new VerificationError("ERR_VERIFICATION_ISSUED_AT", {
    message: `The introspection response was made ${age} seconds ago, accepted are ${profile.maxAgeSeconds}.`,
    parameter: "iat",
    specification: specification(profile.document, profile.section),
  });
}

function narrow(response: IntrospectionResponse): Introspection {
  return isActive(response) ? response : inactive;
}

function isActive(response: IntrospectionResponse): response is ActiveToken {
  return response.active;
}

const endpoint = "introspection_endpoint";
const inactive: InactiveToken = /* @__PURE__ */ Object.freeze({ active: false });
