export type { ServeOptions, TlsOptions } from "./serve-options.ts";
export { type ProviderMaker, type ServedProvider, serveProvider } from "./serve-provider.ts";
