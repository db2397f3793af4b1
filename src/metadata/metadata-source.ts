import type { Http } from "../http/openapi-client.ts";
import { systemClock } from "../util/clock.ts";
import { createReporter } from "../util/reporter.ts";
import { type CacheOptions, createCachePolicy } from "./cache-policy.ts";
import { createCachedDocument } from "./cached-document.ts";
import type { MetadataContext } from "./context.ts";
import { type DiscoveryOptions, discoverMetadata, formsOf } from "./discovery.ts";
import type { DiscoveredMetadata } from "./metadata-document.ts";
import { describeFetched, type MetadataEvent, type MetadataEventListener } from "./metadata-event.ts";
import { checkIssuer } from "./well-known.ts";

/** How an issuer's metadata is found, judged and kept. */
export interface MetadataSourceOptions extends DiscoveryOptions {
  /** How long the metadata is used. */
  readonly cache?: CacheOptions | undefined;
  /** Is told what happens to the metadata. */
  readonly onEvent?: MetadataEventListener | undefined;
}

/** One issuer's metadata, fetched on first use and kept up to date. */
export interface MetadataSource {
  /** The issuer that the metadata is of. */
  readonly issuer: string;
  /** The metadata: from memory where the policy allows it, else fetched. The signal ends this caller's wait only. */
  readonly get: (signal?: AbortSignal) => Promise<DiscoveredMetadata>;
  /** Fetches the metadata now, whatever is in memory. A failure rejects, yet leaves the old metadata in place. */
  readonly refresh: (signal?: AbortSignal) => Promise<DiscoveredMetadata>;
  /** The metadata in memory, as long as it may be used; never fetches. */
  readonly peek: () => DiscoveredMetadata | undefined;
}

/**
 * Creates the source of one issuer's metadata. Nothing is fetched before the first {@link MetadataSource.get}; then
 * concurrent callers share one fetch, an old document is served while or where a new one cannot be had, and a failure is
 * remembered for a while instead of being repeated by every caller; `createCachedDocument` has the states.
 *
 * Issuer, discovery order, tolerances and transport are fixed here, so nothing that was accepted under one policy is ever
 * served under another. {@link MetadataSource.get} throws what `discoverMetadata` throws.
 *
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for an unusable issuer or option
 * @see RFC 8414 §3
 */
export function createMetadataSource(
  context: MetadataContext,
  issuer: string,
  options: MetadataSourceOptions = {},
): MetadataSource {
  checkIssuer(issuer);
  formsOf(options.discovery);
  const { discovery, tolerate, issuerTemplate } = options;
  const report = createReporter<MetadataEvent>(options.onEvent);
  const about = { issuer, document: "metadata" } as const;
  const { http, clock = systemClock } = context;
  const policy = createCachePolicy(options.cache, defaultFreshMs);
  const shared = options.cache?.shared;
  const run = (through: Http) =>
    discoverMetadata({ ...context, http: through }, issuer, { discovery, tolerate, issuerTemplate });
  const tellTolerated = ({ url, schema, tolerated }: DiscoveredMetadata): void => {
    for (const deviation of tolerated)
      report?.({ ...about, type: "tolerated", message: schema.name, endpoint: url, deviation });
  };
  const cached = createCachedDocument<DiscoveredMetadata>({
    async load(notBeforeMs) {
      if (shared === undefined) return { value: await run(http) };
      const loaded = await shared.loadDocument({ ...about, key: discovery, http, run, policy, notBeforeMs });
      if (loaded.fetchedAtMs !== undefined) tellTolerated(loaded.value);
      return loaded;
    },
    clock,
    policy,
    waitUntil: options.cache?.waitUntil,
    observer: {
      fetched(value, freshMs, durationMs) {
        if (report === undefined) return;
        report({ ...about, ...describeFetched(value.schema), type: "fetched", url: value.url, freshMs, durationMs });
        tellTolerated(value);
      },
      servedStale: ({ url }, ageMs) => report?.({ ...about, type: "served-stale", url, ageMs }),
      refreshFailed: (error, retryInMs) => report?.({ ...about, type: "refresh-failed", error, retryInMs }),
    },
  });
  return Object.freeze({ issuer, get: cached.get, refresh: cached.refresh, peek: cached.peek });
}

const defaultFreshMs = 3_600_000;
