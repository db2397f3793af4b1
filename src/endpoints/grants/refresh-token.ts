import type { IdToken } from "../../../generated/messages/id-token.ts";
import {
  tokenRequestRefreshTokenSchema as schema,
  type TokenRequestRefreshToken,
} from "../../../generated/messages/token-request-refresh-token.ts";
import type { CallOptions, ExchangeContext } from "../../exchange/context.ts";
import { checkContinuity } from "../../id-token/check-continuity.ts";
import { ensureKeys } from "../received-id-token.ts";
import { sendTokenRequest } from "../token.ts";
import { type GrantResult, verifyResponseIdToken } from "./grant-result.ts";

/** What a refresh continues. */
export interface RefreshTokenGrantOptions extends CallOptions {
  /** Claims of the login's ID token; a new ID token must continue them. */
  readonly previousClaims?: IdToken | undefined;
}

/**
 * Gets new tokens with a refresh token. A new ID token is verified, and must be about the same user, client and login as the
 * previous one. The request is sent once: a rotating refresh token works once. After a login with an ID token the server's keys are fetched first;
 * without them the refresh token is not spent.
 * @throws as `fetchToken`, and VerificationError `ERR_VERIFICATION_CONTINUITY`
 * @see RFC 6749 §6
 * @see OpenID Connect Core §12
 */
export async function refreshTokenGrant(
  context: ExchangeContext,
  message: Omit<TokenRequestRefreshToken, "grant_type">,
  options: RefreshTokenGrantOptions = {},
): Promise<GrantResult> {
  if (options.previousClaims !== undefined) await ensureKeys(context, options.signal);
  const response = await sendTokenRequest(
    context,
    { schema, message: { ...message, grant_type: "refresh_token" } },
    options,
  );
  const receivedAt = context.clock();
  if (response.id_token === undefined) return { response, claims: undefined, receivedAt };
  const { previousClaims } = options;
  // The nonce is one of the claims whose continuity is checked next; without a login at hand there is nothing to compare it with.
  const claims = await verifyResponseIdToken(context, response, {
    signal: options.signal,
    nonce: undefined,
    acceptAnyNonce: true,
  });
  if (previousClaims !== undefined) checkContinuity(previousClaims, claims);
  return { response, claims, receivedAt };
}
