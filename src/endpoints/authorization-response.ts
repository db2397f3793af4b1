import { jarmLabel } from "../../generated/documents.ts";
import { authorizationErrorSchema } from "../../generated/messages/authorization-error.ts";
import {
  type AuthorizationResponse,
  authorizationResponseSchema,
} from "../../generated/messages/authorization-response.ts";
import type { AuthorizationServerMetadata } from "../../generated/messages/authorization-server-metadata.ts";
import { ConfigurationError, VerificationError } from "../errors/families.ts";
import { OAuthError } from "../errors/oauth-error.ts";
import { quotePrintable } from "../errors/printable.ts";
import { specification } from "../errors/specification.ts";
import { ValidationError, type ValidationIssue } from "../errors/validation-error.ts";
import type { ExchangeContext } from "../exchange/context.ts";
import { repeatedParameters } from "../exchange/repeated-parameters.ts";
import { checkMessage } from "../schema/check.ts";
import { documentLabelsOf } from "../schema/document-labels.ts";
import { decodeParameters } from "../schema/form.ts";
import { equalConstantTime } from "../util/constant-time.ts";
import { urlForMessage } from "../util/url.ts";
import { type AuthorizationTransaction, checkTransactionShape } from "./authorization-transaction.ts";
import { readResponseMode, readResponseType } from "./response-type.ts";

/** The answer of a successful authorization with `response_type=code`. */
export type CodeResponse = AuthorizationResponse & { readonly code: string };

/**
 * Reads the parameters that the browser brought back for `response_type=code`, in the order that security asks for: repeated parameters, `state`, `iss`, then
 * `error`, then the shape of the response.
 * @throws VerificationError `ERR_VERIFICATION_PARAMETER_REPEATED`, `ERR_VERIFICATION_TRANSACTION`, `ERR_VERIFICATION_STATE`, `ERR_VERIFICATION_ISSUER`
 * @throws OAuthError `ERR_OAUTH_AUTHORIZATION` when the server or the user said no
 * @throws ValidationError `ERR_VALIDATION_RESPONSE` with every problem of the response
 * @see RFC 6749 §4.1.2
 * @see RFC 9207 §2.4
 */
export function readAuthorizationResponse(
  context: Pick<ExchangeContext, "metadata" | "clientId" | "report">,
  parameters: URLSearchParams,
  transaction: AuthorizationTransaction,
): CodeResponse {
  return requireCodeAlone(readCheckedResponse(context, parameters, transaction), transaction);
}

/**
 * A checked response of `response_type=code`: nothing in it is left to verify.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for a response of another type
 */
export function requireCodeAlone(
  response: AuthorizationResponse,
  { responseType }: AuthorizationTransaction,
): CodeResponse {
  if (hasCode(response) && readResponseType(responseType).parameters.length === 1) return response;
  throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: `The authorization asked for response_type=${responseType}, whose response has an ID token to verify or no code.`,
    parameter: "transaction",
    remedy: "Read it with readFrontChannelResponse.",
  });
}

/**
 * Reads the parameters of a response of any response type; ID tokens in it are not verified yet.
 * @throws as {@link readAuthorizationResponse}
 */
export function readCheckedResponse(
  context: Pick<ExchangeContext, "metadata" | "clientId" | "report">,
  parameters: URLSearchParams,
  transaction: AuthorizationTransaction,
): AuthorizationResponse {
  const endpoint = requireTransactionOf(context, transaction);
  if (readResponseMode(transaction.responseType, transaction.responseMode).isJwt) throw readAsJwt(transaction);
  const decoded = decodeParameters(parameters, authorizationResponseSchema);
  if (!decoded.ok) throw repeatedParameters(decoded.repeated, endpoint);
  if ("response" in decoded.message && !("state" in decoded.message)) throw unexpectedJwt(endpoint);
  return checkParameters(context, decoded.message, transaction);
}

/**
 * Checks the parameters of a response, as {@link readAuthorizationResponse} does: `state`, `iss`, `error`, shape.
 * @param parameters - decoded from the query, fragment or form, or the claims of a verified JWT
 * @returns the response, frozen and marked as checked against this transaction
 */
export function checkParameters(
  context: Pick<ExchangeContext, "metadata" | "report">,
  parameters: Readonly<Record<string, unknown>>,
  transaction: AuthorizationTransaction,
): AuthorizationResponse {
  const endpoint = redirectEndpoint(transaction);
  checkState(parameters, transaction, endpoint);
  if (!hasIssuerInIdToken(parameters, transaction)) checkIssuer(parameters, context.metadata, endpoint);
  if ("error" in parameters) throw authorizationError(parameters, endpoint);
  const response = checkResponse(context, parameters, { endpoint, responseType: transaction.responseType });
  Object.defineProperty(response, checkedAgainst, { value: transaction.state });
  return Object.freeze(response);
}

/**
 * Makes sure that a transaction is whole and of this server and client.
 * @returns what messages call the place that the response came to
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION`, VerificationError `ERR_VERIFICATION_TRANSACTION`
 */
export function requireTransactionOf(
  context: Pick<ExchangeContext, "metadata" | "clientId">,
  transaction: AuthorizationTransaction,
): string {
  checkTransactionShape(transaction);
  const endpoint = redirectEndpoint(transaction);
  checkTransaction(context, transaction, endpoint);
  return endpoint;
}

function redirectEndpoint({ redirectUri }: AuthorizationTransaction): string {
  return `redirect_uri ${urlForMessage(redirectUri)}`;
}

/**
 * Makes sure that a response went through {@link readAuthorizationResponse} with this very transaction, so that no grant is made
 * from one that skipped its checks, and that the transaction is of this server: a code goes to the server it came from.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION`, VerificationError `ERR_VERIFICATION_TRANSACTION`
 * @see RFC 9700 §2.1
 */
export function requireChecked(
  context: Pick<ExchangeContext, "metadata" | "clientId">,
  response: CodeResponse,
  transaction: AuthorizationTransaction,
): void {
  checkTransactionShape(transaction);
  checkTransaction(context, transaction, "token_endpoint");
  const state: unknown = Reflect.get(response, checkedAgainst);
  if (typeof state === "string" && state === transaction.state) return;
  throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: "The authorization response has not been checked against this transaction.",
    parameter: "authorization",
    specification: specification("rfc9700", "2.1"),
    remedy: "Pass what readAuthorizationResponse returned for the same transaction.",
  });
}

type Parameters = Readonly<Record<string, unknown>>;

function checkTransaction(
  { metadata, clientId }: Pick<ExchangeContext, "metadata" | "clientId">,
  transaction: AuthorizationTransaction,
  endpoint: string,
): void {
  const differing = [
    ...(transaction.issuer === metadata.issuer ? [] : ["issuer"]),
    ...(transaction.clientId === clientId ? [] : ["clientId"]),
  ];
  if (differing.length === 0) return;
  throw new VerificationError("ERR_VERIFICATION_TRANSACTION", {
    message: `The transaction belongs to another ${differing.join(" and ")} than this client's.`,
    parameter: differing[0],
    endpoint,
    specification: specification("rfc9700", "4.4"),
    remedy: "Finish an authorization with the client that started it.",
  });
}

function readAsJwt({ responseMode }: AuthorizationTransaction): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: `The authorization asked for response_mode=${responseMode}, whose response is a JWT.`,
    parameter: "transaction",
    specification: specification("jarm", "2.3", [jarmLabel]),
    remedy: "Read it with readFrontChannelResponse.",
  });
}

function unexpectedJwt(endpoint: string): VerificationError {
  return new VerificationError("ERR_VERIFICATION_RESPONSE_MODE", {
    message: "The authorization response is a JWT, which the authorization did not ask for.",
    parameter: "response",
    endpoint,
    specification: specification("jarm", "2.3", [jarmLabel]),
    remedy: "Ask for it with response_mode=jwt.",
  });
}

function checkState(parameters: Parameters, transaction: AuthorizationTransaction, endpoint: string): void {
  const { state } = parameters;
  if (typeof state === "string" && equalConstantTime(state, transaction.state)) return;
  throw new VerificationError("ERR_VERIFICATION_STATE", {
    message:
      state === undefined
        ? "The authorization response has no state."
        : "The state of the authorization response is not the one that was sent.",
    parameter: "state",
    endpoint,
    specification: specification("rfc6749", "10.12"),
    remedy:
      "Do not use the response: it may be forged, or belong to another tab. Find the transaction by its state, or start again.",
  });
}

/**
 * Whether the issuer is named by the ID token in the response alone; `iss` may then be left out (RFC 9207 §4), because the ID token is
 * verified, its issuer and its hash over the code included, before anything of the response is used. Errors have no ID token.
 */
function hasIssuerInIdToken({ iss, id_token }: Parameters, { responseType }: AuthorizationTransaction): boolean {
  return iss === undefined && id_token !== undefined && readResponseType(responseType).parameters.includes("id_token");
}

function checkIssuer(parameters: Parameters, metadata: AuthorizationServerMetadata, endpoint: string): void {
  const { iss } = parameters;
  if (iss === metadata.issuer) return;
  if (iss === undefined && metadata.authorization_response_iss_parameter_supported !== true) return;
  const found =
    iss === undefined ? "has no iss, although the server announces it" : `has iss ${quotePrintable(String(iss))}`;
  throw new VerificationError("ERR_VERIFICATION_ISSUER", {
    message: `The authorization response ${found}; expected ${JSON.stringify(metadata.issuer)}.`,
    parameter: "iss",
    endpoint,
    specification: specification("rfc9207", "2.4"),
    remedy: "Do not use the response: it may come from another server (mix-up).",
  });
}

function authorizationError(parameters: Parameters, endpoint: string): OAuthError {
  const result = checkMessage(authorizationErrorSchema, parameters);
  const text = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);
  const description = text(parameters.error_description);
  const uri = text(parameters.error_uri);
  const body = {
    ...parameters,
    error: String(parameters.error),
    ...(description === undefined ? {} : { error_description: description }),
    ...(uri === undefined ? {} : { error_uri: uri }),
  };
  return new OAuthError("ERR_OAUTH_AUTHORIZATION", {
    body,
    endpoint,
    specification: specification("rfc6749", "4.1.2.1"),
    deviations: result.ok ? [] : result.issues,
    remedy: body.error === "access_denied" ? "The user or the server declined; offer the login again." : undefined,
  });
}

function checkResponse(
  context: Pick<ExchangeContext, "report">,
  parameters: Parameters,
  { endpoint, responseType }: { readonly endpoint: string; readonly responseType: string | undefined },
): AuthorizationResponse {
  const result = checkMessage(authorizationResponseSchema, parameters);
  const issues = [...(result.ok ? [] : result.issues), ...responseTypeIssues(parameters, responseType)];
  if (!result.ok || issues.length > 0) {
    throw new ValidationError("ERR_VALIDATION_RESPONSE", {
      messageName: authorizationResponseSchema.name,
      issues,
      endpoint,
    });
  }
  context.report?.({
    type: "exchange",
    request: "AuthorizationRequest",
    message: authorizationResponseSchema.name,
    documents: documentLabelsOf(authorizationResponseSchema),
    endpoint,
    status: undefined,
    durationMs: undefined,
  });
  return result.message;
}

/** Whether a response has a code. */
export function hasCode(message: AuthorizationResponse): message is CodeResponse {
  return message.code !== undefined;
}

/** A response has what was asked for and nothing else that speaks for a user: no token that nobody verifies, no second response. */
function responseTypeIssues(parameters: Parameters, responseType = "code"): readonly ValidationIssue[] {
  const expected: readonly string[] = readResponseType(responseType).parameters;
  const rule = { specification: specification("oidc-core", "3.1.2.5"), tolerances: [] };
  const flow = responseType === "code" ? "in the code flow" : `with response_type=${responseType}`;
  const missing = expected.filter((name) => !(name in parameters));
  const foreign = ["code", "id_token", "access_token", "response"].filter(
    (name) => name in parameters && !expected.includes(name),
  );
  return [
    ...missing.map((name) => ({
      ...rule,
      pointer: `/${name}`,
      keyword: "required",
      message: `is required ${flow}`,
    })),
    ...foreign.map((name) => ({
      ...rule,
      pointer: `/${name}`,
      keyword: "forbidden",
      message: `must not be present ${flow}`,
    })),
  ];
}

/** Marks a response with the state that it was checked against; neither enumerable nor in the wire's names. */
const checkedAgainst: unique symbol = /* @__PURE__ */ Symbol("checkedAgainst");
