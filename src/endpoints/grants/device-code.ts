import {
  tokenRequestDeviceCodeSchema as schema,
  type TokenRequestDeviceCode,
} from "../../../generated/messages/token-request-device-code.ts";
import type { CallOptions, ExchangeContext } from "../../exchange/context.ts";
import { hasOpenidScope } from "../authorization-transaction.ts";
import { sendTokenRequest } from "../token.ts";
import { completeGrant, type GrantResult } from "./grant-result.ts";

/** What redeeming a device code may be given. */
export interface DeviceCodeGrantOptions extends CallOptions {
  /** The scope of the device authorization request; `openid` in it makes an ID token required. */
  readonly scope?: string | undefined;
}

/**
 * Asks once for the tokens of a device code. An ID token in the response is verified; it has no `nonce`, because the request had none.
 * @throws OAuthError `authorization_pending`, `slow_down`, `access_denied` or `expired_token` among others; `requestDeviceToken`
 * gives these four as results, and `pollDeviceToken` asks until the user has decided
 * @throws as `fetchToken` and `verifyIdToken`
 * @see RFC 8628 §3.4
 */
export async function deviceCodeGrant(
  context: ExchangeContext,
  message: Omit<TokenRequestDeviceCode, "grant_type">,
  options: DeviceCodeGrantOptions = {},
): Promise<GrantResult> {
  const request: TokenRequestDeviceCode = { ...message, grant_type: "urn:ietf:params:oauth:grant-type:device_code" };
  const response = await sendTokenRequest(context, { schema, message: request }, options);
  const requireIdToken = hasOpenidScope(options.scope ?? "");
  return completeGrant(context, response, { requireIdToken, nonce: undefined, signal: options.signal });
}
