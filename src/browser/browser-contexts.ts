import { createDPoP } from "../dpop/create-dpop.ts";
import type { DPoP } from "../dpop/dpop.ts";
import { createDPoPNonceStore } from "../dpop/nonce-store.ts";
import type { ExchangeContext } from "../exchange/context.ts";
import { createExchangeContext } from "../exchange/create-context.ts";
import { errorExplanation } from "../exchange/error-explanation.ts";
import { createHttp } from "../http/openapi-client.ts";
import { createLoginKeys } from "../metadata/login-keys.ts";
import { fetchLoginMetadata } from "../metadata/login-metadata.ts";
import type { TokenSet } from "../tokens/token-set.ts";
import type { Clock } from "../util/clock.ts";
import { loadOnce } from "../util/load-once.ts";
import type { RandomSource } from "../util/random.ts";
import type { BrowserDatabase } from "./browser-database.ts";
import type { BrowserClientOptions } from "./options.ts";

/** Gives each call its context, with the key that its tokens are bound to. */
export interface BrowserContexts {
  /** For a sign-in: with the key of this browser, made where there is none. */
  readonly forLogin: () => Promise<ExchangeContext>;
  /** For tokens: with the key that they are bound to, if any. */
  readonly forTokens: (tokens: TokenSet) => Promise<ExchangeContext>;
  /** The key that tokens are bound to; asks the provider nothing. */
  readonly keyOf: (tokens: TokenSet) => Promise<DPoP | undefined>;
  /** Removes the key from this browser. */
  readonly forgetKey: () => Promise<void>;
}

/** What contexts are made of. */
export interface BrowserContextParts {
  readonly database: BrowserDatabase;
  /** Key of the key pair in the database. */
  readonly pairKey: string;
  readonly clock: Clock;
  readonly random: RandomSource;
}

/** Creates the source of contexts for one client. Metadata are fetched when they are first needed, and again once this page is loaded anew. */
export function createBrowserContexts(options: BrowserClientOptions, parts: BrowserContextParts): BrowserContexts {
  const { issuer, client, fetch, timeoutMs, clockToleranceSeconds, onEvent } = options;
  const { database, pairKey, clock, random } = parts;
  const isBound = options.dpop === true || client.dpop_bound_access_tokens === true;
  const http = createHttp({ fetch, timeoutMs, explain: errorExplanation });
  const nonces = createDPoPNonceStore();
  const algorithm = client.id_token_signed_response_alg;
  let latest: DPoP | undefined;

  const load = loadOnce(async () => {
    const { fetchMetadata = fetchLoginMetadata } = options.pushing ?? {};
    const { metadata } = await fetchMetadata({ http }, issuer);
    return { metadata, keys: createLoginKeys({ http, clock }, metadata, { onEvent }) };
  });
  async function makeContext(dpop: DPoP | undefined): Promise<ExchangeContext> {
    return createExchangeContext({
      ...(await load()),
      clientId: client.client_id,
      dpop,
      http,
      clock,
      random,
      explain: errorExplanation,
      clockToleranceSeconds,
      onEvent,
      idTokenAlgorithms: algorithm === undefined ? undefined : [algorithm],
    });
  }
  /** The pair of the database is the one: two tabs that begin at once must not have two. */
  async function loadKey(): Promise<DPoP> {
    const found = await database.update(pairKey, (old) => old);
    const { keyPair } = isPair(found) ? { keyPair: found } : await createDPoP();
    const kept = await database.update(pairKey, (old) => (isPair(old) ? old : keyPair));
    latest = await createDPoP({ key: isPair(kept) ? kept : keyPair, nonces });
    return latest;
  }
  async function keyOf({ jkt }: TokenSet): Promise<DPoP | undefined> {
    if (jkt === undefined) return undefined;
    return latest?.jkt === jkt ? latest : loadKey();
  }
  return Object.freeze({
    forLogin: async () => makeContext(isBound ? await loadKey() : undefined),
    forTokens: async (tokens: TokenSet) => makeContext(await keyOf(tokens)),
    keyOf,
    async forgetKey() {
      latest = undefined;
      await database.update(pairKey, () => undefined);
    },
  });
}

function isPair(value: unknown): value is CryptoKeyPair {
  return typeof value === "object" && value !== null && "privateKey" in value && "publicKey" in value;
}
