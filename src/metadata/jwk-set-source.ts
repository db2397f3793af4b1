import type { Jwk } from "../../generated/messages/jwk.ts";
import { jwkSetSchema } from "../../generated/messages/jwk-set.ts";
import type { JwsHeader } from "../../generated/messages/jws-header.ts";
import { findJwsAlgorithm } from "../jose/algorithms.ts";
import type { KeySource } from "../jose/key-source.ts";
import { systemClock } from "../util/clock.ts";
import { createReporter } from "../util/reporter.ts";
import { type CacheOptions, checkDurationMs, createCachePolicy } from "./cache-policy.ts";
import { createCachedDocument } from "./cached-document.ts";
import type { MetadataContext } from "./context.ts";
import { type FetchedJwkSet, fetchJwkSet } from "./jwk-set.ts";
import { describeFetched, type MetadataEvent, type MetadataEventListener } from "./metadata-event.ts";
import type { MetadataSource } from "./metadata-source.ts";

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

/**
 * Creates the source of the keys that an issuer publishes at the `jwks_uri` of its metadata.
 *
 * `find` gives the whole set. When no key of it has the header's `kid`, or none is of the type its `alg` needs, the issuer
 * may have new keys: the set is then fetched again, once for all callers and not within the cool-down, so tokens with
 * invented `kid`s cannot turn into a storm of requests. When that fails the old set is given, which still verifies every
 * token whose key is in it. An `alg` that this library cannot verify never causes a request. `refresh`, for signatures
 * that no key verifies, shares that cool-down.
 *
 * Both throw what `discoverMetadata` and `fetchJwkSet` throw, where no set is in memory that may be used.
 *
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for an unusable option
 * @see OpenID Connect Core §10.1.1
 */
export function createJwkSetSource(
  context: MetadataContext,
  metadataSource: MetadataSource,
  options: JwkSetSourceOptions = {},
): JwkSetSource {
  const { unknownKeyCooldownMs = defaultUnknownKeyCooldownMs } = options;
  checkDurationMs("unknownKeyCooldownMs", unknownKeyCooldownMs);
  const report = createReporter<MetadataEvent>(options.onEvent);
  const about = { issuer: metadataSource.issuer, document: "jwk-set" } as const;
  const cached = createCachedDocument<FetchedJwkSet>({
    async load() {
      const { metadata } = await metadataSource.get();
      const value = await fetchJwkSet(context, metadata);
      return { value, maxAgeSeconds: value.maxAgeSeconds };
    },
    clock: context.clock ?? systemClock,
    policy: createCachePolicy(options.cache, defaultFreshMs),
    observer: {
      fetched({ url, skipped }, freshMs, durationMs) {
        if (report === undefined) return;
        report({ ...about, ...describeFetched(jwkSetSchema), type: "fetched", url, freshMs, durationMs });
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

const defaultFreshMs = 600_000;
const defaultUnknownKeyCooldownMs = 30_000;
