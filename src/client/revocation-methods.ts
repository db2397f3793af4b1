import type { RevocationRequest } from "../../generated/messages/revocation-request.ts";
import { fetchRevocation } from "../endpoints/revocation.ts";
import { type RevokedTokens, revokeTokens } from "../endpoints/revoke-tokens.ts";
import type { CallOptions } from "../exchange/context.ts";
import type { TokenSet } from "../tokens/token-set.ts";
import type { ClientOwner } from "./owner.ts";
import { requireSameIssuer, requireTokenSet } from "./token-set-checks.ts";

/** Ending tokens before their time. */
export interface RevocationMethods {
  /**
   * Ends one token.
   * @throws OAuthError `unsupported_token_type` for a kind of token that the server does not revoke
   * @see RFC 7009 §2.1
   */
  readonly revokeToken: (message: RevocationRequest, options?: CallOptions) => Promise<void>;
  /**
   * Ends the refresh token and the access token of a token set, in this order. What became of each is in the result: look at `complete`.
   * @see RFC 7009 §2
   */
  readonly revokeAll: (tokens: TokenSet, options?: CallOptions) => Promise<RevokedTokens>;
}

/** Creates the methods that ask the revocation endpoint. */
export function createRevocationMethods({ contextFor }: ClientOwner): RevocationMethods {
  return {
    async revokeToken(message, call = {}) {
      await fetchRevocation(await contextFor(call.signal), message, call);
    },
    async revokeAll(tokens, call = {}) {
      const { response, refreshToken } = requireTokenSet(tokens);
      const context = await contextFor(call.signal);
      requireSameIssuer(tokens, context.metadata.issuer);
      return revokeTokens(context, { refreshToken, accessToken: response.access_token }, call);
    },
  };
}
