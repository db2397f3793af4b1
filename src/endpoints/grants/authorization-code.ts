import type { AuthorizationDetail } from "../../../generated/messages/authorization-detail.ts";
import type { IdToken } from "../../../generated/messages/id-token.ts";
import {
  tokenRequestAuthorizationCodeSchema as schema,
  type TokenRequestAuthorizationCode,
} from "../../../generated/messages/token-request-authorization-code.ts";
import { ConfigurationError } from "../../errors/families.ts";
import { specification } from "../../errors/specification.ts";
import type { CallOptions, ExchangeContext } from "../../exchange/context.ts";
import { type CodeResponse, requireChecked } from "../authorization-response.ts";
import { type AuthorizationTransaction, hasOpenidScope } from "../authorization-transaction.ts";
import { checkSameLogin } from "../front-channel-response.ts";
import { sendTokenRequest } from "../token.ts";
import { type GrantResult, verifyResponseIdToken } from "./grant-result.ts";

/** What redeeming a code may be given. */
export interface AuthorizationCodeGrantOptions extends CallOptions {
  /** Resources to narrow the access token to (RFC 8707 §2.2). */
  readonly resource?: readonly string[] | undefined;
  /** Permissions to narrow the access token to, of those that were asked for (RFC 9396 §6). What is granted stands in the response. */
  readonly authorizationDetails?: readonly AuthorizationDetail[] | undefined;
  /** Claims of the ID token that came through the browser with the code: the token endpoint's must be about the same login. */
  readonly frontChannelClaims?: IdToken | undefined;
  /** Whether the ID token must have `auth_time`. */
  readonly requireAuthTime?: boolean | undefined;
}

/**
 * Redeems the code of an authorization response: sends it with the redirect URI and the PKCE verifier of its transaction, and
 * verifies the ID token, which must be there when the scope had `openid`. The request is sent once: a code works once.
 * @param answered - the response that `readAuthorizationResponse` accepted, and the transaction it was checked against
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for a response that was not checked against the transaction, and as
 * `fetchToken` and `verifyIdToken`
 * @see RFC 6749 §4.1.3
 * @see RFC 7636 §4.5
 * @see OpenID Connect Core §3.1.3
 */
export async function authorizationCodeGrant(
  context: ExchangeContext,
  answered: { readonly authorization: CodeResponse; readonly transaction: AuthorizationTransaction },
  options: AuthorizationCodeGrantOptions = {},
): Promise<GrantResult> {
  const { authorization, transaction } = answered;
  requireChecked(context, authorization, transaction);
  requireFrontChannelClaims(authorization, options.frontChannelClaims);
  const message: TokenRequestAuthorizationCode = {
    grant_type: "authorization_code",
    code: authorization.code,
    redirect_uri: transaction.redirectUri,
    code_verifier: transaction.codeVerifier,
    ...(options.resource === undefined ? {} : { resource: options.resource }),
    ...(options.authorizationDetails === undefined ? {} : { authorization_details: options.authorizationDetails }),
  };
  const response = await sendTokenRequest(context, { schema, message }, options);
  const receivedAt = context.clock();
  const isExpected = hasOpenidScope(transaction.scope);
  if (!isExpected && response.id_token === undefined) return { response, claims: undefined, receivedAt };
  const claims = await verifyResponseIdToken(context, response, {
    signal: options.signal,
    nonce: transaction.nonce,
    maxAgeSeconds: transaction.maxAgeSeconds,
    subject: transaction.subject,
    acrValues: transaction.acrValues,
    requireAuthTime: options.requireAuthTime === true || transaction.requireAuthTime === true,
  });
  if (options.frontChannelClaims !== undefined) checkSameLogin(options.frontChannelClaims, claims);
  return { response, claims: isExpected ? claims : undefined, receivedAt };
}

/** An ID token beside the code must have been verified, or its `c_hash` would protect nothing. */
function requireFrontChannelClaims(authorization: CodeResponse, claims: IdToken | undefined): void {
  if (authorization.id_token === undefined || claims !== undefined) return;
  throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: "The authorization response has an ID token whose verified claims were not given.",
    parameter: "frontChannelClaims",
    specification: specification("oidc-core", "3.3.2.8"),
    remedy: "Pass the claims that readFrontChannelResponse returned.",
  });
}
