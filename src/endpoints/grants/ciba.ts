import {
  tokenRequestCibaSchema as schema,
  type TokenRequestCiba,
} from "../../../generated/messages/token-request-ciba.ts";
import type { CallOptions, ExchangeContext } from "../../exchange/context.ts";
import { verifyBackchannelIdToken } from "../backchannel-id-token.ts";
import { sendTokenRequest } from "../token.ts";
import type { GrantResult } from "./grant-result.ts";

/** What asking for the tokens of an authentication request may be given. */
export interface CibaGrantOptions extends CallOptions {
  /** The user whom the ID token must be about, when that is known. */
  readonly subject?: string | undefined;
}

/**
 * Asks once for the tokens of a backchannel authentication, in the modes poll and ping. The ID token must be there and is verified,
 * with its claims about the request and the refresh token where it has them.
 * @throws OAuthError `authorization_pending`, `slow_down`, `access_denied` or `expired_token` among others; `requestBackchannelToken`
 * gives these four as results, and `pollBackchannelToken` asks until the user has decided
 * @throws as `fetchToken` and `verifyIdToken`, and VerificationError `ERR_VERIFICATION_AUTH_REQ_ID`
 * @see CIBA Core §10.1
 */
export async function cibaGrant(
  context: ExchangeContext,
  message: Omit<TokenRequestCiba, "grant_type">,
  options: CibaGrantOptions = {},
): Promise<GrantResult> {
  const request: TokenRequestCiba = { ...message, grant_type: "urn:openid:params:grant-type:ciba" };
  const response = await sendTokenRequest(context, { schema, message: request }, options);
  const receivedAt = context.clock();
  const claims = await verifyBackchannelIdToken(context, response, {
    authReqId: message.auth_req_id,
    isPushed: false,
    subject: options.subject,
    signal: options.signal,
  });
  return Object.freeze({ response, claims, receivedAt });
}
