import {
  tokenRequestJwtBearerSchema as schema,
  type TokenRequestJwtBearer,
} from "../../../generated/messages/token-request-jwt-bearer.ts";
import type { CallOptions, ExchangeContext } from "../../exchange/context.ts";
import { sendTokenRequest } from "../token.ts";
import { completeGrant, type GrantResult } from "./grant-result.ts";

/**
 * Gets tokens for a JWT that somebody the server trusts has signed; `buildJwtBearerAssertion` makes one. An ID token in the response is verified.
 * @throws as `fetchToken` and `verifyIdToken`
 * @see RFC 7521 §4.1
 * @see RFC 7523 §2.1
 */
export async function jwtBearerGrant(
  context: ExchangeContext,
  message: Omit<TokenRequestJwtBearer, "grant_type">,
  options: CallOptions = {},
): Promise<GrantResult> {
  const request: TokenRequestJwtBearer = { ...message, grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer" };
  const response = await sendTokenRequest(context, { schema, message: request }, options);
  return completeGrant(context, response, { requireIdToken: false, nonce: undefined, signal: options.signal });
}
