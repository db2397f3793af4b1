import { authorizationResponseSchema } from "../../generated/messages/authorization-response.ts";
import { ConfigurationError } from "../errors/families.ts";
import type { CallOptions, ExchangeContext } from "../exchange/context.ts";
import { repeatedParameters } from "../exchange/repeated-parameters.ts";
import { decodeParameters } from "../schema/form.ts";
import type { AuthorizationTransaction } from "./authorization-transaction.ts";
import type { GrantResult } from "./grants/grant-result.ts";
import { redeemCode } from "./grants/redeem-code.ts";
import {
  authorizationError,
  checkResponse,
  checkResponseIssuer,
  checkState,
  ofResponseIssuer,
  requireTransactionOf,
} from "./response-checks.ts";

/**
 * Finishes a login that `startLogin` started: checks the parameters that the browser brought back, in the order that security asks for
 * (repeated parameters, `state`, `iss`, `error`, shape), redeems the code, once, with the redirect URI and the PKCE verifier, and
 * verifies the ID token: signature, every claim, the `nonce`. Use a transaction once.
 * @throws VerificationError `ERR_VERIFICATION_PARAMETER_REPEATED`, `ERR_VERIFICATION_TRANSACTION`, `ERR_VERIFICATION_STATE`,
 * `ERR_VERIFICATION_ISSUER`, and as `verifyIdToken`
 * @throws OAuthError `ERR_OAUTH_AUTHORIZATION` when the server or the user said no, `ERR_OAUTH_RESPONSE` when the token endpoint did
 * @throws ValidationError `ERR_VALIDATION_RESPONSE` with every problem of a response
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for a transaction that is not whole, or of another kind of authorization
 * @see RFC 6749 §4.1.2
 * @see RFC 9207 §2.4
 * @see OpenID Connect Core §3.1.3
 */
export async function finishLogin(
  context: ExchangeContext,
  answered: { readonly parameters: URLSearchParams; readonly transaction: AuthorizationTransaction },
  options: CallOptions = {},
): Promise<GrantResult> {
  const { parameters, transaction } = answered;
  const endpoint = requireTransactionOf(context, transaction);
  requireLogin(transaction);
  const decoded = decodeParameters(parameters, authorizationResponseSchema);
  if (!decoded.ok) throw repeatedParameters(decoded.repeated, endpoint);
  const { message } = decoded;
  checkState(message, transaction, endpoint);
  checkResponseIssuer(message, context, endpoint);
  if ("error" in message) throw authorizationError(message, transaction, endpoint);
  const response = checkResponse(context, message, { endpoint, expected: ["code"], responseType: undefined });
  const { code = "" } = response;
  return redeemCode(ofResponseIssuer(context, response), { code, transaction }, options);
}

/** Only what `startLogin` asks for is understood here. */
function requireLogin({ nonce, responseType, responseMode }: AuthorizationTransaction): void {
  if (nonce !== undefined && responseType === undefined && responseMode === undefined) return;
  throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: "The transaction is of another kind of authorization than a login.",
    parameter: "transaction",
    remedy: "Pass what startLogin returned.",
  });
}
