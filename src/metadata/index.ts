export { createStaticKeySource, type KeySource } from "../jose/key-source.ts";
export {
  type FetchMetadataOptions,
  fetchAuthorizationServerMetadata,
  fetchOpenidProviderMetadata,
} from "./authorization-server-metadata.ts";
export type {
  CacheEvent,
  CacheFailedEvent,
  CacheHitEvent,
  CacheMissEvent,
  CacheRefusedEvent,
  CacheStoredEvent,
  CacheSubject,
} from "./cache-event.ts";
export type { CacheOptions } from "./cache-policy.ts";
export {
  buildClientIdMetadataDocument,
  type ClientIdMetadataDocumentOptions,
  checkClientIdUrl,
  type FetchedClientIdMetadataDocument,
  fetchClientIdMetadataDocument,
  readClientIdMetadataDocument,
} from "./client-id-metadata-document.ts";
export type { MetadataContext } from "./context.ts";
export { type Discovery, type DiscoveryOptions, discoverMetadata } from "./discovery.ts";
export { fetchJwkSet } from "./jwk-set.ts";
export { createJwkSetSource } from "./jwk-set-source.ts";
export type { JwkSetSource, JwkSetSourceOptions } from "./key-set-source.ts";
export { createLoginKeys } from "./login-keys.ts";
export { fetchLoginMetadata, type LoginServerMetadata, readLoginMetadata } from "./login-metadata.ts";
export type { DiscoveredMetadata } from "./metadata-document.ts";
export type { MetadataEvent } from "./metadata-event.ts";
export { createMetadataSource, type MetadataSource, type MetadataSourceOptions } from "./metadata-source.ts";
export {
  type DiscoveredProtectedResource,
  fetchProtectedResourceMetadata,
  type ProtectedResourceMetadataOptions,
  protectedResourceMetadataUrl,
  readProtectedResourceMetadata,
} from "./protected-resource-metadata.ts";
export {
  type ChallengeSource,
  discoverFromChallenge,
  type ResourceDiscovery,
  type ResourceDiscoveryOptions,
} from "./resource-discovery.ts";
export { createSharedCache, type SharedCacheOptions } from "./shared-cache.ts";
export type {
  DatedDocument,
  SharedCache,
  SharedCall,
  SharedDocumentCall,
  SharedDurations,
  SharedLifetime,
  SharedRequest,
  SharedResult,
} from "./shared-call.ts";
export type { SignedMetadataTrust } from "./signed-metadata.ts";
export { createStaticMetadataSource, type StaticMetadataSourceOptions } from "./static-metadata-source.ts";
export {
  type DiscoveredIssuer,
  discoverIssuer,
  parseUserIdentifier,
  readWebfingerResponse,
  type UserIdentifier,
  type WebfingerOptions,
  webfingerUrl,
} from "./webfinger.ts";
export { authorizationServerMetadataUrl, openidConfigurationUrl } from "./well-known.ts";
