import type { AuthorizationServerMetadata } from "../../generated/messages/authorization-server-metadata.ts";
import type { Jwk } from "../../generated/messages/jwk.ts";
import type { JwsHeader } from "../../generated/messages/jws-header.ts";
import type { Http } from "../http/openapi-client.ts";
import { findJwsAlgorithm } from "../jose/algorithms.ts";
import type { KeySource } from "../jose/key-source.ts";
import { systemClock } from "../util/clock.ts";
import { createReporter } from "../util/reporter.ts";
import { type CacheOptions, checkDurationMs, createCachePolicy } from "./cache-policy.ts";
import { createCachedDocument } from "./cached-document.ts";
import type { MetadataContext } from "./context.ts";
import type { KeyCheck } from "./key-check.ts";
import { type FetchedJwkSet, fetchKeySet } from "./key-set.ts";
import type { MetadataEvent, MetadataEventListener } from "./metadata-event.ts";

/** How an issuer's keys are kept. */
export interface JwkSetSourceOptions {
  /** How long the set is used. */
  readonly cache?: CacheOptions | undefined;
  /**
   * The time after an attempt to fetch the set, good or bad, in which a token with an unknown key or a bad signature does
   * not cause another. Default 30 s.
   */
  readonly unknownKeyCooldownMs?: number | undefined;
  /** Is told what happens to the set. */
  readonly onEvent?: MetadataEventListener | undefined;
}

/** One issuer's keys, fetched on first use and kept up to date. */
export interface JwkSetSource extends KeySource {
  /** Gives the keys of a set fetched anew, or the array of before within the cool-down and where the fetch fails. */
  readonly refresh: (signal?: AbortSignal) => Promise<readonly Jwk[]>;
  /** Fetches the set now, whatever is in memory. A failure rejects, yet leaves the old set in place. */
  readonly reload: (signal?: AbortSignal) => Promise<FetchedJwkSet>;
  /** The set in memory, as long as it may be used; never fetches. */
  readonly peek: () => FetchedJwkSet | undefined;
}

/** What a source of keys is made of besides its options. */
export interface KeySetSourceParts {
  readonly issuer: string;
  /** Gives the metadata that name the `jwks_uri`. */
  readonly getMetadata: () => Promise<AuthorizationServerMetadata>;
  /** Judges each entry of the set. */
  readonly checkKey: KeyCheck;
}

/**
 * Creates the source of the keys that an issuer publishes, with a check of one's own; `createJwkSetSource` says how it works.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for an unusable option
 */
export function createKeySetSource(
  context: MetadataContext,
  { issuer, getMetadata, checkKey }: KeySetSourceParts,
  options: JwkSetSourceOptions = {},
): JwkSetSource {
  const { unknownKeyCooldownMs = defaultUnknownKeyCooldownMs } = options;
  checkDurationMs("unknownKeyCooldownMs", unknownKeyCooldownMs);
  const report = createReporter<MetadataEvent>(options.onEvent);
  const about = { issuer, document: "jwk-set" } as const;
  const policy = createCachePolicy(options.cache, defaultFreshMs);
  const cached = createCachedDocument<FetchedJwkSet>({
    async load(notBeforeMs) {
      const metadata = await getMetadata();
      const run = (http: Http) => fetchKeySet({ http }, metadata, { checkKey });
      const call = { ...about, key: metadata.jwks_uri, http: context.http, run, policy, notBeforeMs };
      return options.cache?.shared?.loadDocument(call) ?? { value: await run(context.http) };
    },
    clock: context.clock ?? systemClock,
    policy,
    waitUntil: options.cache?.waitUntil,
    observer: {
      fetched({ url, skipped }, freshMs, durationMs) {
        if (report === undefined) return;
        report({ ...about, ...jwkSetMessage, type: "fetched", url, freshMs, durationMs });
        for (const key of skipped) report({ ...about, type: "key-skipped", url, key });
      },
      servedStale: ({ url }, ageMs) => report?.({ ...about, type: "served-stale", url, ageMs }),
      refreshFailed: (error, retryInMs) => report?.({ ...about, type: "refresh-failed", error, retryInMs }),
    },
  });

  async function find(header: JwsHeader, signal?: AbortSignal): Promise<readonly Jwk[]> {
    const { keys } = await cached.get(signal);
    if (keys.some((key) => mayFit(key, header)) || findJwsAlgorithm(header.alg) === undefined) return keys;
    return refresh(signal);
  }

  async function refresh(signal?: AbortSignal): Promise<readonly Jwk[]> {
    return (await cached.refreshUnlessRecent(unknownKeyCooldownMs, signal)).keys;
  }

  return Object.freeze({ find, refresh, reload: cached.refresh, peek: cached.peek });
}

function mayFit(key: Jwk, { kid, alg }: JwsHeader): boolean {
  return (kid === undefined || key.kid === kid) && key.kty === findJwsAlgorithm(alg)?.kty;
}

/** What events call the message; its table, which holds that of keys, is not read here. */
const jwkSetMessage = { message: "JwkSet", documents: ["RFC 7517"] };
const defaultFreshMs = 600_000;
const defaultUnknownKeyCooldownMs = 30_000;
