import { type AuthError, isAuthError } from "../errors/auth-error.ts";
import { isConfigurationError } from "../errors/families.ts";
import { isOAuthError, type OAuthError } from "../errors/oauth-error.ts";
import type { CallOptions, ExchangeContext } from "../exchange/context.ts";
import { fetchRevocation } from "./revocation.ts";

/** The tokens of one grant that are to end. */
export interface RevocableTokens {
  readonly refreshToken?: string | undefined;
  readonly accessToken?: string | undefined;
}

/** What became of one token. */
export type RevocationOutcome =
  /** It is no longer good. */
  | { readonly status: "revoked" }
  /** There was no such token. */
  | { readonly status: "absent" }
  /** The server does not revoke tokens of this kind (`unsupported_token_type`): it stays good until it expires. */
  | { readonly status: "unsupported"; readonly error: OAuthError }
  /** It may still be good. */
  | { readonly status: "failed"; readonly error: AuthError };

/** What became of the tokens of one grant. */
export interface RevokedTokens {
  readonly refreshToken: RevocationOutcome;
  readonly accessToken: RevocationOutcome;
  /** Whether nothing is left to do: no token failed, and no refresh token is one that the server does not revoke. */
  readonly complete: boolean;
}

/**
 * Ends the tokens of one grant, one request each: first the refresh token, with which new access tokens could be had, then the
 * access token. What the server or the network says about one does not keep the other from being revoked, and is in the result:
 * look at `complete`. Nothing is thrown but what the caller can mend before the first request.
 * @throws ConfigurationError when the server has no revocation endpoint, the client cannot authenticate, or an extra parameter is reserved
 * @see RFC 7009 §2
 * @see RFC 7009 §2.1
 */
export async function revokeTokens(
  context: ExchangeContext,
  { refreshToken, accessToken }: RevocableTokens,
  options: CallOptions = {},
): Promise<RevokedTokens> {
  const refresh = await revoke(context, { token: refreshToken, token_type_hint: "refresh_token" }, options);
  const access = await revoke(context, { token: accessToken, token_type_hint: "access_token" }, options);
  return Object.freeze({
    refreshToken: refresh,
    accessToken: access,
    complete: isDone(refresh) && (isDone(access) || access.status === "unsupported"),
  });
}

interface Revocation {
  readonly token: string | undefined;
  readonly token_type_hint: "refresh_token" | "access_token";
}

async function revoke(
  context: ExchangeContext,
  { token, token_type_hint }: Revocation,
  options: CallOptions,
): Promise<RevocationOutcome> {
  if (token === undefined) return Object.freeze({ status: "absent" });
  try {
    await fetchRevocation(context, { token, token_type_hint }, options);
    return Object.freeze({ status: "revoked" });
  } catch (error) {
    if (!isAuthError(error) || isConfigurationError(error)) throw error;
    if (isOAuthError(error) && error.error === "unsupported_token_type") {
      return Object.freeze({ status: "unsupported", error });
    }
    return Object.freeze({ status: "failed", error });
  }
}

function isDone({ status }: RevocationOutcome): boolean {
  return status === "revoked" || status === "absent";
}
