export type { AccessTokenProfile } from "./access-token-kinds.ts";
export type { Actor } from "./actors.ts";
export { type AuthenticateOptions, createResourceServer, type ResourceServer } from "./create-resource-server.ts";
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
  requireAnyScope,
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
export type { Principal, PrincipalClaims } from "./principal.ts";
export type { ProtectedResourceOptions } from "./protected-resource.ts";
export type { ResourceRequestParts } from "./read-request.ts";
export type { Refusal } from "./refusal.ts";
export type { ResourceAcceptedEvent, ResourceRejectedEvent, ResourceServerEvent } from "./resource-event.ts";
export type {
  IssuedTokens,
  ResourceServerIssuer,
  ResourceServerIssuers,
  ResourceServerOptions,
  ResourceServerSettings,
} from "./resource-server-options.ts";
export type { RouteDemands } from "./route-demands.ts";
export {
  createVerifiedTokenCache,
  type TokenDigest,
  type VerifiedTokenCache,
  type VerifiedTokenCacheOptions,
} from "./token-cache.ts";
export {
  createTokenIntrospection,
  type IntrospectionClient,
  type IntrospectionConnection,
  type IntrospectionSurroundings,
  type KnownIntrospection,
  type TokenIntrospection,
  type TokenIntrospectionOptions,
} from "./token-introspection.ts";
