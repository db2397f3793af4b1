import type { AuthorizationDetail } from "../../../generated/messages/authorization-detail.ts";
import type { IdToken } from "../../../generated/messages/id-token.ts";
import {
  tokenRequestAuthorizationCodeSchema as schema,
  type TokenRequestAuthorizationCode,
} from "../../../generated/messages/token-request-authorization-code.ts";
import { isAuthError } from "../../errors/auth-error.ts";
import type { CallOptions, ExchangeContext } from "../../exchange/context.ts";
import { type AuthorizationTransaction, hasOpenidScope } from "../authorization-transaction.ts";
import { ensureKeys } from "../received-id-token.ts";
import { sendTokenRequest } from "../token.ts";
import { type GrantResult, verifyResponseIdToken } from "./grant-result.ts";

/** What redeeming a code may be given. */
export interface RedeemOptions extends CallOptions {
  /** Resources to narrow the access token to (RFC 8707 §2.2). */
  readonly resource?: readonly string[] | undefined;
  /** Permissions to narrow the access token to, of those that were asked for (RFC 9396 §6). What is granted stands in the response. */
  readonly authorizationDetails?: readonly AuthorizationDetail[] | undefined;
  /** Whether the ID token must have `auth_time`. */
  readonly requireAuthTime?: boolean | undefined;
  /** Checks the claims of the ID token, after they have been verified. */
  readonly checkClaims?: ((claims: IdToken) => void) | undefined;
}

/**
 * Redeems a code whose authorization response has been checked: sends it with the redirect URI and the PKCE verifier of its
 * transaction, and verifies the ID token, which must be there when the scope had `openid`. Where it is due, the server's keys are fetched
 * before the code is sent.
 * @throws as `fetchToken` and `verifyIdToken`
 * @see RFC 6749 §4.1.3
 * @see OpenID Connect Core §3.1.3
 */
export async function redeemCode(
  context: ExchangeContext,
  { code, transaction }: { readonly code: string; readonly transaction: AuthorizationTransaction },
  options: RedeemOptions,
): Promise<GrantResult> {
  const message: TokenRequestAuthorizationCode = {
    grant_type: "authorization_code",
    code: code,
    redirect_uri: transaction.redirectUri,
    code_verifier: transaction.codeVerifier,
    ...(options.resource === undefined ? {} : { resource: options.resource }),
    ...(options.authorizationDetails === undefined ? {} : { authorization_details: options.authorizationDetails }),
  };
  const isExpected = hasOpenidScope(transaction.scope);
  if (isExpected) await ensureKeys(context, options.signal);
  const response = await sendTokenRequest(context, { schema, message }, options);
  const receivedAt = context.clock();
  if (!isExpected && response.id_token === undefined) return { response, claims: undefined, receivedAt };
  const expectations = {
    signal: options.signal,
    nonce: transaction.nonce,
    maxAgeSeconds: transaction.maxAgeSeconds,
    subject: transaction.subject,
    acrValues: transaction.acrValues,
    requireAuthTime: options.requireAuthTime === true || transaction.requireAuthTime === true,
  };
  const verify = (): Promise<IdToken> => verifyResponseIdToken(context, response, expectations);
  const claims = await verify().catch(async (error: unknown) => {
    // Some servers make a key when they first need it, which is after its keys were fetched here. A code buys one look at the newest.
    const { reload } = context.keys;
    if (reload === undefined || !isAuthError(error) || error.code !== "ERR_VERIFICATION_KEY_NOT_FOUND") throw error;
    await reload(options.signal);
    return verify();
  });
  options.checkClaims?.(claims);
  return { response, claims: isExpected ? claims : undefined, receivedAt };
}
