import { ConfigurationError } from "../errors/families.ts";
import type { SharedCache } from "./shared-call.ts";

/** How long a fetched document is used, in milliseconds, zero or more, with a default for each; and who shares it. */
export interface CacheOptions {
  /** How long a document is fresh when the server says nothing in `Cache-Control`. Default: 1 hour for metadata, 10 minutes for keys. */
  readonly freshMs?: number | undefined;
  /** The shortest time a document is fresh, whatever the server says, `no-store` included. Default 60 s. */
  readonly minFreshMs?: number | undefined;
  /** The longest time a document is fresh, whatever the server says. Default 24 h. */
  readonly maxFreshMs?: number | undefined;
  /** How long a document that is no longer fresh is served at once while it is fetched anew in the background. Default 1 h. */
  readonly staleWhileRevalidateMs?: number | undefined;
  /** How long a document that is no longer fresh is served when it cannot be fetched anew. Default 24 h. */
  readonly staleIfErrorMs?: number | undefined;
  /** How long a first failure is remembered: until then no further request is made. Doubles with each failure. Default 10 s. */
  readonly failureCooldownMs?: number | undefined;
  /** The longest time a failure is remembered. Default 5 min. */
  readonly maxFailureCooldownMs?: number | undefined;
  /**
   * Keeps a run-time from dropping what goes on in the background when a request has been answered: in Workers `waitUntil` of `cloudflare:workers`. Without it documents are
   * fetched anew there when they are overdue, and a request waits for it.
   */
  readonly waitUntil?: ((work: Promise<unknown>) => void) | undefined;
  /** A second level behind the memory of this process: `createSharedCache({ store })`. Default: none. */
  readonly shared?: SharedCache | undefined;
}

/** The durations of {@link CacheOptions} with every default filled in. */
export type CachePolicy = { readonly [Name in Exclude<keyof CacheOptions, "shared" | "waitUntil">]-?: number };

/**
 * Fills in the defaults of a cache policy.
 *
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` where a member is not a number of milliseconds, zero or more.
 */
export function createCachePolicy(options: CacheOptions | undefined, defaultFreshMs: number): CachePolicy {
  const policy = {
    freshMs: options?.freshMs ?? defaultFreshMs,
    minFreshMs: options?.minFreshMs ?? minute,
    maxFreshMs: options?.maxFreshMs ?? 24 * hour,
    staleWhileRevalidateMs: options?.staleWhileRevalidateMs ?? hour,
    staleIfErrorMs: options?.staleIfErrorMs ?? 24 * hour,
    failureCooldownMs: options?.failureCooldownMs ?? 10 * second,
    maxFailureCooldownMs: options?.maxFailureCooldownMs ?? 5 * minute,
  };
  for (const [name, value] of Object.entries(policy)) checkDurationMs(`cache.${name}`, value);
  return Object.freeze(policy);
}

/**
 * Checks an option that is a duration.
 *
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` where it is not a finite number of milliseconds, zero or more.
 */
export function checkDurationMs(name: string, value: number): number {
  if (Number.isFinite(value) && value >= 0) return value;
  throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: `${name} must be a number of milliseconds, zero or more.`,
    parameter: name,
  });
}

/** How long the document is fresh: what the server said, else the default, within the policy's bounds. */
export function freshForMs(policy: CachePolicy, maxAgeSeconds: number | undefined): number {
  const wanted = maxAgeSeconds === undefined ? policy.freshMs : maxAgeSeconds * 1000;
  return Math.min(Math.max(wanted, policy.minFreshMs), policy.maxFreshMs);
}

/** How long a failure is remembered: doubled with each failure in a row, up to the bound. */
export function failureCooldownMs(policy: CachePolicy, failures: number): number {
  return Math.min(policy.failureCooldownMs * 2 ** (failures - 1), policy.maxFailureCooldownMs);
}

const second = 1000;
const minute = 60_000;
const hour = 3_600_000;
