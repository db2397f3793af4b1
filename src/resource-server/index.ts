export type { AccessTokenProfile } from "./access-token-kinds.ts";
export {
  type AccessTokenClaims,
  type AccessTokenVerifier,
  createAccessTokenVerifier,
  type VerifiedAccessToken,
  type VerifyRequestOptions,
  type VerifyTokenOptions,
} from "./create-verifier.ts";
export {
  type AuthenticationDemand,
  InsufficientTokenError,
  isInsufficientTokenError,
  requireAuthentication,
  requireScopes,
  type TokenDemand,
} from "./demands.ts";
export type { LegacyAccessToken } from "./legacy-access-token.ts";
export type {
  AccessTokenDPoPOptions,
  AccessTokenIssuer,
  AccessTokenIssuers,
  AccessTokenVerifierOptions,
  AccessTokenVerifierSettings,
} from "./options.ts";
export type { ResourceRequestParts } from "./read-request.ts";
export type { Refusal } from "./refusal.ts";
export {
  createVerifiedTokenCache,
  type TokenDigest,
  type VerifiedTokenCache,
  type VerifiedTokenCacheOptions,
} from "./token-cache.ts";
