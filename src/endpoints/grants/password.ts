import {
  tokenRequestPasswordSchema as schema,
  type TokenRequestPassword,
} from "../../../generated/messages/token-request-password.ts";
import type { CallOptions, ExchangeContext } from "../../exchange/context.ts";
import { sendTokenRequest } from "../token.ts";
import { completeGrant, type GrantResult } from "./grant-result.ts";

/**
 * Gets tokens for a user's name and password, for servers that offer nothing else yet. An ID token in the response is verified.
 * @deprecated The grant hands the user's password to the client and must not be used (RFC 9700 §2.4). Use the authorization code
 * flow, or `deviceCodeGrant` where there is no browser.
 * @throws as `fetchToken` and `verifyIdToken`
 * @see RFC 6749 §4.3.2
 * @see RFC 9700 §2.4
 */
export async function passwordGrant(
  context: ExchangeContext,
  message: Omit<TokenRequestPassword, "grant_type">,
  options: CallOptions = {},
): Promise<GrantResult> {
  const response = await sendTokenRequest(
    context,
    { schema, message: { ...message, grant_type: "password" } },
    options,
  );
  return completeGrant(context, response, { requireIdToken: false, nonce: undefined, signal: options.signal });
}
