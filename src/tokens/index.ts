export {
  type AuthorizedFetchOptions,
  createAuthorizedFetch,
  type FetchLike,
  type ResourceClient,
} from "./authorized-fetch.ts";
export {
  type ClientCredentialsParameters,
  type ClientCredentialsTokenOptions,
  type ClientCredentialsTokens,
  type ClientCredentialsTokensOptions,
  createClientCredentialsTokens,
} from "./client-credentials-tokens.ts";
export type { AuthorizedFetchTargets } from "./fetch-targets.ts";
export type { GetTokenOptions, TokenManagerOptions } from "./manager-options.ts";
export type {
  ClientCredentialsClient,
  TokenClient,
  TokenExchangeClient,
  UserTokensClient,
} from "./token-client.ts";
export type {
  TokenEvent,
  TokenRenewalFailedEvent,
  TokenRenewedEvent,
  TokenRequestedEvent,
  TokenReusedEvent,
  TokenRevokedEvent,
  TokenSessionEndedEvent,
  TokenStoreFailedEvent,
  TokenWaitingEvent,
} from "./token-event.ts";
export {
  createTokenExchangeTokens,
  type ExchangeTokenOptions,
  type TokenExchangeTokens,
  type TokenExchangeTokensOptions,
} from "./token-exchange-tokens.ts";
export type { TokenSecret } from "./token-sealing.ts";
export type { TokenSet } from "./token-set.ts";
export {
  createUserTokens,
  type UserFetchOptions,
  type UserTokens,
} from "./user-tokens.ts";
export type { UserTokenOptions, UserTokensOptions } from "./user-tokens-options.ts";
