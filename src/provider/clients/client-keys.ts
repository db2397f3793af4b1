import type { AuthorizationServerMetadata } from "../../../generated/messages/authorization-server-metadata.ts";
import type { JwsHeader } from "../../../generated/messages/jws-header.ts";
import { isAuthError } from "../../errors/auth-error.ts";
import { createHttp, type Http } from "../../http/openapi-client.ts";
import { createStaticKeySource, type KeySource } from "../../jose/key-source.ts";
import { checkPublicKey } from "../../metadata/key-check.ts";
import { createKeySetSource } from "../../metadata/key-set-source.ts";
import type { ProviderContext } from "../context.ts";
import { ProtocolRefusal, refuse } from "../http/refusal.ts";
import { mayFetchClientUrl } from "./client-url.ts";
import type { RegisteredClient } from "./registered-client.ts";

/**
 * The public keys of a client: its `jwks`, or what its `jwks_uri` publishes. That is fetched once for all who wait, within five seconds and 256 KiB, without
 * following redirects, kept, and fetched again for a `kid` that is not in it, though not within half a minute of the last time. Entries that are no public keys are
 * passed over. A client without either has no keys.
 *
 * `find` and `refresh` throw ProtocolRefusal `temporarily_unavailable` where the keys can't be fetched, and `invalid_client` where the provider will not fetch that URL.
 * @see RFC 7591 §2
 * @see OpenID Connect Core §10.1.1
 */
export function clientKeySource(context: ProviderContext, { clientId, metadata }: RegisteredClient): KeySource {
  const { jwks = { keys: [] }, jwks_uri: url } = metadata;
  // Keys that are given come from the cache too: an imported key is remembered by its object.
  return context.clientAuthentication.keys.find(JSON.stringify([clientId, url ?? jwks]), () =>
    url === undefined ? createStaticKeySource({ keys: readStaticKeys(jwks.keys) }) : createFetched(context, url),
  );
}

/** Of the keys that a client is registered with, what is public: a secret key would let whoever reads the metadata sign as the client. */
function readStaticKeys(entries: readonly unknown[]): Parameters<typeof createStaticKeySource>[0]["keys"] {
  return entries.flatMap((entry) => {
    const judged = checkPublicKey(entry);
    return judged.ok ? [judged.key] : [];
  });
}

function createFetched(context: ProviderContext, url: string): KeySource {
  const { clock, issuer } = context;
  const getMetadata = async (): Promise<AuthorizationServerMetadata> => {
    if (!(await mayFetchClientUrl(context, url))) throw refusedUrl();
    return { issuer, jwks_uri: url, response_types_supported: [] };
  };
  const source = createKeySetSource(
    { http: createClientHttp(context), clock },
    { issuer, getMetadata, checkKey: checkPublicKey },
  );
  return Object.freeze<KeySource>({
    find: (header: JwsHeader, signal) => source.find(header, signal).catch(explain),
    refresh: (signal) => source.refresh(signal).catch(explain),
  });
}

function createClientHttp({ fetch }: ProviderContext): Http {
  return createHttp({ fetch, timeoutMs: 5000, maxResponseBytes: 262_144 });
}

/** The client must not think that its key is wrong. */
function explain(error: unknown): never {
  if (error instanceof ProtocolRefusal) throw error;
  throw refuse("temporarily_unavailable", {
    description: "The keys of the client could not be fetched from its jwks_uri.",
    headers: { "Retry-After": "30" },
    reason: isAuthError(error) ? `jwks_uri: ${error.code}` : "jwks_uri: an unexpected error",
    cause: error,
  });
}

function refusedUrl(): Error {
  return refuse("invalid_client", {
    description: "The client could not be authenticated.",
    reason: "the jwks_uri is not one that the provider fetches",
  });
}
