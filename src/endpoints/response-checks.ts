import { authorizationErrorSchema } from "../../generated/messages/authorization-error.ts";
import {
  type AuthorizationResponse,
  authorizationResponseSchema,
} from "../../generated/messages/authorization-response.ts";
import { VerificationError } from "../errors/families.ts";
import { OAuthError } from "../errors/oauth-error.ts";
import { quotePrintable } from "../errors/printable.ts";
import { specification } from "../errors/specification.ts";
import { ValidationError, type ValidationIssue } from "../errors/validation-error.ts";
import type { ExchangeContext } from "../exchange/context.ts";
import { concealSecrets } from "../http/conceal.ts";
import { checkMessage } from "../schema/check.ts";
import { documentLabelsOf } from "../schema/document-labels.ts";
import { equalConstantTime } from "../util/constant-time.ts";
import { urlForMessage } from "../util/url.ts";
import { type AuthorizationTransaction, checkTransactionShape } from "./authorization-transaction.ts";

/** The parameters of a response as they were decoded. */
export type Parameters = Readonly<Record<string, unknown>>;

/** What a response must have. */
export interface ExpectedResponse {
  /** The parameters that the response type makes: `code`, `id_token`, `access_token`. */
  readonly expected: readonly string[];
  readonly responseType: string | undefined;
}

/** Who may finish a transaction. */
export type TransactionOwner = Pick<ExchangeContext, "metadata" | "clientId"> &
  Partial<Pick<ExchangeContext, "dpop" | "issuerTemplate">>;

/**
 * Makes sure that a transaction is whole and of this server and client.
 * @returns what messages call the place that the response came to
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION`, VerificationError `ERR_VERIFICATION_TRANSACTION`
 */
export function requireTransactionOf(context: TransactionOwner, transaction: AuthorizationTransaction): string {
  checkTransactionShape(transaction);
  const endpoint = redirectEndpoint(transaction);
  checkTransaction(context, transaction, endpoint);
  return endpoint;
}

/** What messages call the place that a response came to. */
export function redirectEndpoint({ redirectUri }: AuthorizationTransaction): string {
  return `redirect_uri ${urlForMessage(redirectUri)}`;
}

/**
 * Makes sure that a transaction is of this server and client: a code goes to the server it came from.
 * @throws VerificationError `ERR_VERIFICATION_TRANSACTION`
 * @see RFC 9700 §4.4
 */
export function checkTransaction(
  { metadata, clientId, dpop }: TransactionOwner,
  transaction: AuthorizationTransaction,
  endpoint: string,
): void {
  const differing = [
    ...(transaction.issuer === metadata.issuer ? [] : ["issuer"]),
    ...(transaction.clientId === clientId ? [] : ["clientId"]),
    ...(transaction.jkt === undefined || transaction.jkt === dpop?.jkt ? [] : ["jkt"]),
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

/**
 * Checks the `state` of a response.
 * @throws VerificationError `ERR_VERIFICATION_STATE`
 * @see RFC 6749 §10.12
 */
export function checkState(parameters: Parameters, transaction: AuthorizationTransaction, endpoint: string): void {
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

/** Which issuers a response may name. */
export type ResponseIssuers = Pick<ExchangeContext, "metadata"> & Partial<Pick<ExchangeContext, "issuerTemplate">>;

/**
 * Checks the `iss` of a response: it must be the server's, or that of a tenant that the caller allows, and be there where the server announces it.
 * @throws VerificationError `ERR_VERIFICATION_ISSUER`
 * @see RFC 9207 §2.4
 */
export function checkResponseIssuer(
  { iss }: Parameters,
  { metadata, issuerTemplate }: ResponseIssuers,
  endpoint: string,
): void {
  if (issuerTemplate ? issuerTemplate.acceptsIssuer(iss) : iss === metadata.issuer) return;
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

/**
 * The context for an ID token that belongs to a response: where several tenants may log in, it must be of the tenant that the response came from.
 * @see RFC 9207 §2.4
 */
export function ofResponseIssuer(context: ExchangeContext, { iss }: AuthorizationResponse): ExchangeContext {
  const { issuerTemplate } = context;
  return issuerTemplate && iss !== undefined ? { ...context, issuerTemplate: issuerTemplate.only(iss) } : context;
}

/** The error that a response holds. */
export function authorizationError(
  parameters: Parameters,
  { state, nonce = "", codeVerifier }: AuthorizationTransaction,
  endpoint: string,
): OAuthError {
  const result = checkMessage(authorizationErrorSchema, parameters);
  const secrets = { headers: {}, body: `code=${state}&code=${nonce}&code=${codeVerifier}` };
  const text = (value: unknown): string | undefined =>
    typeof value === "string" ? concealSecrets(value, secrets) : undefined;
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

/**
 * Checks the shape of a response: its members, and that it has what was asked for and nothing else.
 * @throws ValidationError `ERR_VALIDATION_RESPONSE` with every problem
 */
export function checkResponse(
  context: Pick<ExchangeContext, "report">,
  parameters: Parameters,
  expected: ExpectedResponse & { readonly endpoint: string },
): AuthorizationResponse {
  const { endpoint } = expected;
  const result = checkMessage(authorizationResponseSchema, parameters);
  const issues = [...(result.ok ? [] : result.issues), ...responseTypeIssues(parameters, expected)];
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

/** A response has what was asked for and nothing else that speaks for a user: no token that nobody verifies, no second response. */
function responseTypeIssues(
  parameters: Parameters,
  { expected, responseType = "code" }: ExpectedResponse,
): readonly ValidationIssue[] {
  const rule = { specification: specification("oidc-core", "3.1.2.5"), tolerances: [] };
  const flow = responseType === "code" ? "in the code flow" : `with response_type=${responseType}`;
  const missing = expected.filter((name) => !(name in parameters));
  const foreign = ["code", "id_token", "access_token", "response"].filter(
    (name) => name in parameters && !expected.includes(name),
  );
  const tell = (names: readonly string[], keyword: string, message: string): readonly ValidationIssue[] =>
    names.map((name) => ({ ...rule, pointer: `/${name}`, keyword, message: `${message} ${flow}` }));
  return [...tell(missing, "required", "is required"), ...tell(foreign, "forbidden", "must not be present")];
}
