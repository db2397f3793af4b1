import type { IdToken } from "../../generated/messages/id-token.ts";
import type { TokenRequestClientCredentials } from "../../generated/messages/token-request-client-credentials.ts";
import type { TokenRequestRefreshToken } from "../../generated/messages/token-request-refresh-token.ts";
import { clientCredentialsGrant } from "../endpoints/grants/client-credentials.ts";
import { refreshTokenGrant } from "../endpoints/grants/refresh-token.ts";
import type { CallOptions } from "../exchange/context.ts";
import { createTokenSet, type TokenSet } from "../tokens/token-set.ts";
import type { ClientOwner } from "./owner.ts";
import { requireRefreshToken, requireSameIssuer } from "./token-set-checks.ts";

/** Getting tokens without a browser. */
export interface TokenMethods {
  /**
   * Gets a token for the client itself.
   * @throws OAuthError when the server said no
   * @see RFC 6749 §4.4
   */
  readonly clientCredentials: (
    parameters?: Omit<TokenRequestClientCredentials, "grant_type">,
    options?: CallOptions,
  ) => Promise<TokenSet<undefined>>;
  /**
   * Gets new tokens with the refresh token of a token set. Keep what it returns instead of the old set: the refresh token may have rotated.
   * @throws OAuthError `invalid_grant` when the refresh token is used up, VerificationError `ERR_VERIFICATION_CONTINUITY` when a new ID token is about another login
   * @see RFC 6749 §6
   */
  readonly refresh: <Claims extends IdToken | undefined>(
    tokens: TokenSet<Claims>,
    parameters?: Omit<TokenRequestRefreshToken, "grant_type" | "refresh_token">,
    options?: CallOptions,
  ) => Promise<TokenSet<Claims>>;
}

/** Creates the methods that ask the token endpoint. */
export function createTokenMethods({ contextFor }: ClientOwner): TokenMethods {
  return {
    async clientCredentials(parameters, call = {}) {
      const context = await contextFor(call.signal);
      const response = await clientCredentialsGrant(context, parameters, call);
      return createTokenSet(response, { claims: undefined, receivedAt: context.clock() });
    },
    async refresh(tokens, parameters, call = {}) {
      const refreshToken = requireRefreshToken(tokens);
      const context = await contextFor(call.signal);
      requireSameIssuer(tokens, context.metadata.issuer);
      const { response, claims, receivedAt } = await refreshTokenGrant(
        context,
        { ...parameters, refresh_token: refreshToken },
        { ...call, previousClaims: tokens.claims },
      );
      return createTokenSet(response, {
        claims: keepClaims(tokens, claims),
        receivedAt,
        previousRefreshToken: refreshToken,
      });
    },
  };
}

/** A refresh without an ID token leaves the login's claims in force. */
function keepClaims<Claims extends IdToken | undefined>(tokens: TokenSet<Claims>, fresh: IdToken | undefined): Claims {
  return fresh === undefined || tokens.claims === undefined ? tokens.claims : (fresh as Claims);
}
