import type { IdToken } from "../../../generated/messages/id-token.ts";
import { ConfigurationError } from "../../errors/families.ts";
import { specification } from "../../errors/specification.ts";
import type { ExchangeContext } from "../../exchange/context.ts";
import { type CodeResponse, requireChecked } from "../authorization-response.ts";
import type { AuthorizationTransaction } from "../authorization-transaction.ts";
import { checkSameLogin } from "../front-channel-response.ts";
import { ofResponseIssuer } from "../response-checks.ts";
import type { GrantResult } from "./grant-result.ts";
import { type RedeemOptions, redeemCode } from "./redeem-code.ts";

/** What redeeming a code may be given. */
export interface AuthorizationCodeGrantOptions extends Omit<RedeemOptions, "checkClaims"> {
  /** Claims of the ID token that came through the browser with the code: the token endpoint's must be about the same login. */
  readonly frontChannelClaims?: IdToken | undefined;
}

/**
 * Redeems the code of an authorization response: sends it with the redirect URI and the PKCE verifier of its transaction, and
 * verifies the ID token, which must be there when the scope had `openid`. The request is sent once: a code works once. Where an ID token
 * is due, the server's keys are fetched first; without them the code is not spent, and may be redeemed by another call. Whatever fails after the
 * request has been sent has spent it: start a new authorization.
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
  const { frontChannelClaims } = options;
  return redeemCode(
    ofResponseIssuer(context, authorization),
    { code: authorization.code, transaction },
    {
      ...options,
      checkClaims: frontChannelClaims && ((claims) => checkSameLogin(frontChannelClaims, claims)),
    },
  );
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
