import { type Client, createClient, type FetchFunction } from "ts-identity-model";
import { createRetry } from "ts-identity-model/endpoints";
import { createSharedCache } from "ts-identity-model/metadata";
import type { SharedStore } from "ts-identity-model/util";
import { Agent, type Dispatcher, EnvHttpProxyAgent, ProxyAgent, fetch as undiciFetch } from "undici";

/** The `fetch` of undici with a dispatcher of the same package: those of two versions need not fit. Their types differ from the platform's, not what they do. */
export function fetchBy(dispatcher: Dispatcher): FetchFunction {
  const fetch = undiciFetch as unknown as (url: string, init: object) => Promise<Response>;
  return (url, init) => fetch(url, { ...init, dispatcher });
}

/** Through a proxy; or through that of `HTTPS_PROXY`, but for hosts of `NO_PROXY`. A CA of one's own goes to `requestTls`. */
export const byProxy = (uri: string, ca: string): FetchFunction => fetchBy(new ProxyAgent({ uri, requestTls: { ca } }));
export const byEnvironment = (ca: string): FetchFunction => fetchBy(new EnvHttpProxyAgent({ requestTls: { ca } }));

/** A certificate authority of one's own, in place of those that Node trusts; at most ten connections, each kept open for a minute. */
export const byAuthority = (ca: string): FetchFunction =>
  fetchBy(new Agent({ connect: { ca }, connections: 10, keepAliveTimeout: 60_000 }));

/** A client certificate. Without undici: `createMtlsFetch` of `ts-identity-model/adapters/node-mtls`. */
export const byCertificate = (identity: { ca: string; cert: string; key: string }): FetchFunction =>
  fetchBy(new Agent({ connect: identity }));

/** A client with that, less patience, one more attempt for GET, and documents that all processes share. */
export function connect(issuer: string, fetch: FetchFunction, store: SharedStore): Client {
  const integrityKey = "thirty-two random octets of your vault"; // what others write there is not believed
  const cache = { shared: createSharedCache({ store, integrityKey }) };
  return createClient({ issuer, client: { client_id: "web" }, fetch, timeoutMs: 5000, retry: createRetry(), cache });
}
