import {
  tokenRequestSaml2BearerSchema as schema,
  type TokenRequestSaml2Bearer,
} from "../../../generated/messages/token-request-saml2-bearer.ts";
import type { CallOptions, ExchangeContext } from "../../exchange/context.ts";
import { sendTokenRequest } from "../token.ts";
import { completeGrant, type GrantResult } from "./grant-result.ts";

/**
 * Gets tokens for a SAML 2.0 assertion, given as base64url text of its XML. An ID token in the response is verified.
 * @throws as `fetchToken` and `verifyIdToken`
 * @see RFC 7521 §4.1
 * @see RFC 7522 §2.1
 */
export async function saml2BearerGrant(
  context: ExchangeContext,
  message: Omit<TokenRequestSaml2Bearer, "grant_type">,
  options: CallOptions = {},
): Promise<GrantResult> {
  const request: TokenRequestSaml2Bearer = { ...message, grant_type: "urn:ietf:params:oauth:grant-type:saml2-bearer" };
  const response = await sendTokenRequest(context, { schema, message: request }, options);
  return completeGrant(context, response, { requireIdToken: false, nonce: undefined, signal: options.signal });
}
