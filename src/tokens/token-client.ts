import type { TokenRequestClientCredentials } from "../../generated/messages/token-request-client-credentials.ts";
import type { TokenRequestRefreshToken } from "../../generated/messages/token-request-refresh-token.ts";
import type { TokenRequestTokenExchange } from "../../generated/messages/token-request-token-exchange.ts";
import type { TokenExchangeOptions } from "../endpoints/grants/token-exchange.ts";
import type { ResourceRequest } from "../endpoints/resource-request.ts";
import type { RevokedTokens } from "../endpoints/revoke-tokens.ts";
import type { CallOptions, ExchangeContext } from "../exchange/context.ts";
import type { TokenSet } from "./token-set.ts";

/** What every manager of tokens needs of a client; `createClient` makes one that fits all of them. */
export interface TokenClient {
  readonly context: (options?: Pick<CallOptions, "signal">) => Promise<ExchangeContext>;
  readonly fetchResource: (tokens: TokenSet, request: ResourceRequest) => Promise<Response>;
}

/** A client that gets tokens for itself. */
export interface ClientCredentialsClient extends TokenClient {
  readonly clientCredentials: (
    parameters?: Omit<TokenRequestClientCredentials, "grant_type">,
    options?: CallOptions,
  ) => Promise<TokenSet>;
}

/** A client that exchanges tokens. */
export interface TokenExchangeClient extends TokenClient {
  readonly exchangeToken: (
    parameters: Omit<TokenRequestTokenExchange, "grant_type">,
    options?: TokenExchangeOptions,
  ) => Promise<TokenSet & { readonly isAccessToken: boolean }>;
}

/** A client that renews and ends the tokens of users. */
export interface UserTokensClient extends TokenClient {
  readonly refresh: (
    tokens: TokenSet,
    parameters?: Omit<TokenRequestRefreshToken, "grant_type" | "refresh_token">,
    options?: CallOptions,
  ) => Promise<TokenSet>;
  readonly revokeAll: (tokens: TokenSet, options?: CallOptions) => Promise<RevokedTokens>;
}
