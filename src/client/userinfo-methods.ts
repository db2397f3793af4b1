import type { UserinfoResponse } from "../../generated/messages/userinfo-response.ts";
import { requireTokenKey } from "../endpoints/access-token.ts";
import { type ExpectedSubject, fetchUserinfo } from "../endpoints/userinfo.ts";
import { ConfigurationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import type { CallOptions } from "../exchange/context.ts";
import type { TokenSet } from "../tokens/token-set.ts";
import type { ClientOwner } from "./owner.ts";
import { requireAccessToken, requireSameIssuer, requireTokenSet } from "./token-set-checks.ts";

/** What a userinfo call may be given. */
export interface UserInfoOptions extends Pick<CallOptions, "signal"> {
  /** The `sub` to expect. Default: the `sub` of the token set's ID token; needed where there is none. */
  readonly expectedSubject?: ExpectedSubject | undefined;
}

/** Claims about the user. */
export interface UserinfoMethods {
  /**
   * Asks for claims about the user; their `sub` must be the ID token's.
   * @throws ConfigurationError `ERR_CONFIGURATION_KEY` for a token that is bound to another key than the client's; OAuthError `ERR_OAUTH_CHALLENGE` when the access token is refused, VerificationError `ERR_VERIFICATION_SUBJECT`
   * @see OpenID Connect Core §5.3
   */
  readonly userInfo: (tokens: TokenSet, options?: UserInfoOptions) => Promise<UserinfoResponse>;
}

/** Creates the methods that ask the userinfo endpoint. */
export function createUserinfoMethods({ contextFor, options }: ClientOwner): UserinfoMethods {
  return {
    async userInfo(tokens, { expectedSubject = requireTokenSet(tokens).claims?.sub, signal } = {}) {
      requireAccessToken(tokens);
      requireTokenKey(tokens, options.dpop);
      if (expectedSubject === undefined) throw noSubject();
      const context = await contextFor(signal);
      requireSameIssuer(tokens, context.metadata.issuer);
      const { access_token: accessToken, token_type: tokenType } = tokens.response;
      return fetchUserinfo(context, { accessToken, tokenType, expectedSubject, signal });
    },
  };
}

function noSubject(): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: "The userinfo response cannot be compared with an ID token, because the token set has none.",
    parameter: "expectedSubject",
    specification: specification("oidc-core", "5.3.2"),
    remedy: "Ask for the scope openid, or pass expectedSubject.",
  });
}
