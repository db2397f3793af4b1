import {
  tokenRequestClientCredentialsSchema as schema,
  type TokenRequestClientCredentials,
} from "../../../generated/messages/token-request-client-credentials.ts";
import type { TokenResponse } from "../../../generated/messages/token-response.ts";
import type { CallOptions, ExchangeContext } from "../../exchange/context.ts";
import { sendTokenRequest } from "../token.ts";

/**
 * Gets an access token for the client itself.
 * @throws as `fetchToken`
 * @see RFC 6749 §4.4
 */
export async function clientCredentialsGrant(
  context: ExchangeContext,
  message: Omit<TokenRequestClientCredentials, "grant_type"> = {},
  options: CallOptions = {},
): Promise<TokenResponse> {
  return sendTokenRequest(context, { schema, message: { ...message, grant_type: "client_credentials" } }, options);
}
