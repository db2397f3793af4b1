/** The shape of `fetch`: `provider.fetch`, `globalThis.fetch`, and what stands between. */
export type TestFetch = (input: Request | URL | string, init?: RequestInit) => Promise<Response>;
