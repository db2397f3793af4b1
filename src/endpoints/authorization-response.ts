import { jarmLabel } from "../../generated/documents.ts";
import {
  type AuthorizationResponse,
  authorizationResponseSchema,
} from "../../generated/messages/authorization-response.ts";
import { ConfigurationError, VerificationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import type { ExchangeContext } from "../exchange/context.ts";
import { repeatedParameters } from "../exchange/repeated-parameters.ts";
import { decodeParameters } from "../schema/form.ts";
import { type AuthorizationTransaction, checkTransactionShape } from "./authorization-transaction.ts";
import {
  authorizationError,
  checkResponse,
  checkResponseIssuer,
  checkState,
  checkTransaction,
  type Parameters,
  type ResponseIssuers,
  redirectEndpoint,
  requireTransactionOf,
  type TransactionOwner,
} from "./response-checks.ts";
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
  context: TransactionOwner & Pick<ExchangeContext, "report">,
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
  context: TransactionOwner & Pick<ExchangeContext, "report">,
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
  context: ResponseIssuers & Pick<ExchangeContext, "report">,
  parameters: Readonly<Record<string, unknown>>,
  transaction: AuthorizationTransaction,
): AuthorizationResponse {
  const endpoint = redirectEndpoint(transaction);
  checkState(parameters, transaction, endpoint);
  if (!hasIssuerInIdToken(parameters, transaction)) checkResponseIssuer(parameters, context, endpoint);
  if ("error" in parameters) throw authorizationError(parameters, transaction, endpoint);
  const response = checkResponse(context, parameters, {
    endpoint,
    responseType: transaction.responseType,
    expected: readResponseType(transaction.responseType).parameters,
  });
  Object.defineProperty(response, checkedAgainst, { value: transaction.state });
  return Object.freeze(response);
}

/**
 * Makes sure that a response went through {@link readAuthorizationResponse} with this very transaction, so that no grant is made
 * from one that skipped its checks, and that the transaction is of this server: a code goes to the server it came from.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION`, VerificationError `ERR_VERIFICATION_TRANSACTION`
 * @see RFC 9700 §2.1
 */
export function requireChecked(
  context: TransactionOwner,
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

/** Whether a response has a code. */
export function hasCode(message: AuthorizationResponse): message is CodeResponse {
  return message.code !== undefined;
}

/**
 * Whether the issuer is named by the ID token in the response alone; `iss` may then be left out (RFC 9207 §4), because the ID token is
 * verified, its issuer and its hash over the code included, before anything of the response is used. Errors have no ID token.
 */
function hasIssuerInIdToken({ iss, id_token }: Parameters, { responseType }: AuthorizationTransaction): boolean {
  return iss === undefined && id_token !== undefined && readResponseType(responseType).parameters.includes("id_token");
}

/** Marks a response with the state that it was checked against; neither enumerable nor in the wire's names. */
const checkedAgainst: unique symbol = /* @__PURE__ */ Symbol("checkedAgainst");
