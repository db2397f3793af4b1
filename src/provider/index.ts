export type { ConfiguredClient } from "./clients/registered-client.ts";
export { createProvider, type Provider } from "./create-provider.ts";
export type { ProviderEvent, ProviderEventListener, ProviderEventType } from "./events.ts";
export type { Connection } from "./http/connection.ts";
export type { KeyOptions } from "./keys/key-options.ts";
export type { Lifetimes } from "./lifetimes.ts";
export type { ProviderOptions } from "./options.ts";
export { createMemoryStore, type MemoryStoreOptions } from "./stores/memory/memory-store.ts";
export type { ResourceOptions, TokenOptions } from "./tokens/token-options.ts";
