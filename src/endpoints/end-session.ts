import { oidcRpInitiatedLabel } from "../../generated/documents.ts";
import { type EndSessionRequest, endSessionRequestSchema } from "../../generated/messages/end-session-request.ts";
import { type EndSessionResponse, endSessionResponseSchema } from "../../generated/messages/end-session-response.ts";
import { ConfigurationError, VerificationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import { type CallOptions, type ExchangeContext, requireSecureEndpoint } from "../exchange/context.ts";
import { repeatedParameters } from "../exchange/repeated-parameters.ts";
import { encodeRequest } from "../exchange/request-message.ts";
import { documentLabelsOf } from "../schema/document-labels.ts";
import { decodeParameters, type FormParameter } from "../schema/form.ts";
import { equalConstantTime } from "../util/constant-time.ts";
import { appendQuery, urlForMessage } from "../util/url.ts";

/** What building a logout may be given besides its message. */
export interface EndSessionOptions extends Pick<CallOptions, "extra"> {
  /** The registered `post_logout_redirect_uris`: no other is sent. Left out: any, and the provider compares. */
  readonly postLogoutRedirectUris?: readonly string[] | undefined;
}

/**
 * Builds the URL that a browser is sent to, so that the user is logged out at the provider. The ID token hint stands in it, and so in the
 * browser's history: {@link buildEndSessionForm} keeps it out.
 * @throws ConfigurationError when the provider has no end session endpoint, the `client_id` is another client's, the redirect URI is not registered or
 * comes without `id_token_hint` and `client_id`, or an extra parameter is reserved
 * @throws ValidationError `ERR_VALIDATION_REQUEST` with every problem of the message
 * @see OpenID Connect RP-Initiated Logout §2
 */
export function buildEndSessionUrl(
  context: Pick<ExchangeContext, "metadata" | "clientId">,
  message: EndSessionRequest,
  options: EndSessionOptions = {},
): string {
  const { url, fields } = buildEndSessionForm(context, message, options);
  return appendQuery(url, fields);
}

/** A form that a browser posts to the end session endpoint. */
export interface EndSessionForm {
  /** The form's action: the end session endpoint. */
  readonly url: string;
  /** Names and values of its hidden fields. Escape them where they go into HTML. */
  readonly fields: readonly FormParameter[];
}

/**
 * Builds the form of a logout that a browser posts; keeps the ID token hint out of URLs, and out of their length limits.
 * @throws as {@link buildEndSessionUrl}
 * @see OpenID Connect RP-Initiated Logout §2
 */
export function buildEndSessionForm(
  context: Pick<ExchangeContext, "metadata" | "clientId">,
  message: EndSessionRequest,
  { extra, postLogoutRedirectUris }: EndSessionOptions = {},
): EndSessionForm {
  const url = requireSecureEndpoint(context.metadata, endpoint);
  checkClient(context, message);
  checkRedirectUri(message, postLogoutRedirectUris);
  const fields = encodeRequest(endSessionRequestSchema, message, { extra, endpoint });
  return Object.freeze({ url, fields: Object.freeze(fields) });
}

/** What the client must remember until the browser comes back from a logout. Plain JSON; use it once. */
export interface EndSessionTransaction {
  /** Issuer of the provider that the user was sent to. */
  readonly issuer: string;
  readonly clientId: string;
  /** Where the browser comes back to; absent where nobody asked for that. */
  readonly postLogoutRedirectUri?: string;
  /** The `state` that was sent with it. */
  readonly state?: string;
  /** When the request was made, in milliseconds since 1970. */
  readonly createdAt: number;
}

/**
 * Reads the parameters with which the browser came back from a logout: parameters that are repeated, then `state`. It says that the
 * browser comes from this client's own request, and nothing about whether the user really logged out.
 * @throws VerificationError `ERR_VERIFICATION_TRANSACTION`, `ERR_VERIFICATION_PARAMETER_REPEATED`, `ERR_VERIFICATION_STATE`
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for a transaction that lost a member, or of a logout without a way back
 * @see OpenID Connect RP-Initiated Logout §2
 */
export function readEndSessionResponse(
  context: Pick<ExchangeContext, "metadata" | "clientId" | "report">,
  parameters: URLSearchParams,
  transaction: EndSessionTransaction,
): EndSessionResponse {
  const { state, postLogoutRedirectUri } = checkTransaction(context, transaction);
  const place = `post_logout_redirect_uri ${urlForMessage(postLogoutRedirectUri)}`;
  const decoded = decodeParameters(parameters, endSessionResponseSchema);
  if (!decoded.ok) throw repeatedParameters(decoded.repeated, place);
  const received = decoded.message.state;
  if (typeof received !== "string" || !equalConstantTime(received, state)) throw wrongState(received, place);
  context.report?.({
    type: "exchange",
    request: endSessionRequestSchema.name,
    message: endSessionResponseSchema.name,
    documents: documentLabelsOf(endSessionResponseSchema),
    endpoint: place,
    status: undefined,
    durationMs: undefined,
  });
  return Object.freeze({ ...decoded.message, state: received });
}

/** A hint of another client would log out there, or be refused after the user has been sent away. */
function checkClient({ clientId }: Pick<ExchangeContext, "clientId">, { client_id }: EndSessionRequest): void {
  if (client_id === undefined || client_id === clientId) return;
  throw wrong("client_id", "The client_id of the logout is not this client's.");
}

function checkRedirectUri(message: EndSessionRequest, registered: readonly string[] | undefined): void {
  const { post_logout_redirect_uri: uri, id_token_hint, client_id } = message;
  if (uri === undefined) return;
  if (registered !== undefined && !registered.includes(uri)) {
    throw wrong(
      "post_logout_redirect_uri",
      "The post_logout_redirect_uri is not one of client.post_logout_redirect_uris.",
      "Register it at the provider, spelled the same, or pass one that is registered.",
    );
  }
  if (id_token_hint !== undefined || client_id !== undefined) return;
  throw wrong(
    "post_logout_redirect_uri",
    "The post_logout_redirect_uri comes without id_token_hint and client_id, by which the provider finds the client that registered it.",
    "Pass one of them, better both.",
  );
}

function checkTransaction(
  { metadata, clientId }: Pick<ExchangeContext, "metadata" | "clientId">,
  transaction: EndSessionTransaction,
): Required<Pick<EndSessionTransaction, "state" | "postLogoutRedirectUri">> {
  const broken =
    typeof transaction === "object" && transaction !== null
      ? (["issuer", "clientId", "state", "postLogoutRedirectUri"] as const).find((name) => !isText(transaction[name]))
      : "the object";
  const { state, postLogoutRedirectUri } = broken === undefined ? transaction : {};
  if (state === undefined || postLogoutRedirectUri === undefined) {
    throw wrong(
      "transaction",
      `The transaction is not one of a logout with a post_logout_redirect_uri: ${broken} is missing or of another type.`,
      "Store the transaction of startLogout whole, as JSON, and pass it back parsed and unchanged.",
    );
  }
  if (transaction.issuer === metadata.issuer && transaction.clientId === clientId) {
    return { state, postLogoutRedirectUri };
  }
  throw new VerificationError("ERR_VERIFICATION_TRANSACTION", {
    message: "The transaction belongs to another issuer or client than this client's.",
    parameter: transaction.issuer === metadata.issuer ? "clientId" : "issuer",
    endpoint: "post_logout_redirect_uri",
    specification: specification("oidc-rp-initiated", "2", [oidcRpInitiatedLabel]),
    remedy: "Finish a logout with the client that started it.",
  });
}

function wrongState(received: unknown, place: string): VerificationError {
  return new VerificationError("ERR_VERIFICATION_STATE", {
    message:
      received === undefined
        ? "The browser came back from the logout without state."
        : "The state that came back from the logout is not the one that was sent.",
    parameter: "state",
    endpoint: place,
    specification: specification("oidc-rp-initiated", "2", [oidcRpInitiatedLabel]),
    remedy: "Do not act on it: it may be forged, or belong to another tab.",
  });
}

function wrong(parameter: string, message: string, remedy?: string): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message,
    parameter,
    endpoint,
    specification: specification("oidc-rp-initiated", "2", [oidcRpInitiatedLabel]),
    remedy,
  });
}

function isText(value: unknown): boolean {
  return typeof value === "string" && value !== "";
}

const endpoint = "end_session_endpoint";
