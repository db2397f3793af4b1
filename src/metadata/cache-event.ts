/** What a shared cache tells its owner; for logs and metrics, never needed for correctness. */
export type CacheEvent = CacheHitEvent | CacheMissEvent | CacheRefusedEvent | CacheStoredEvent | CacheFailedEvent;

/** What an answer in a shared cache is about. */
export interface CacheSubject {
  readonly document: "metadata" | "jwk-set" | "introspection";
  readonly issuer: string;
}

/** An answer that is kept was used in place of a call. */
export interface CacheHitEvent extends CacheSubject {
  readonly type: "cache.hit";
  /** How long ago it came. */
  readonly ageMs: number;
  /** Whether it is no longer fresh, and was used because no new one could be had. */
  readonly isStale: boolean;
}

/** No answer that is kept could be used. */
export interface CacheMissEvent extends CacheSubject {
  readonly type: "cache.miss";
  /** Nothing is kept; it is no longer fresh, or older than the caller wants; or it does not pass the checks that a fetched one must pass. */
  readonly reason: "absent" | "expired" | "broken";
  /** Which check it did not pass. */
  readonly error?: unknown;
}

/** An entry was not written by any holder of an integrity key, or not for its place: it counts as absent, and a miss is told too. */
export interface CacheRefusedEvent extends CacheSubject {
  readonly type: "cache.refused";
  /** It carries no code, as entries from before the key was given; or a wrong one: somebody else wrote or moved it, or the key that wrote it is not among those given. */
  readonly reason: "unsigned" | "forged";
}

/** An answer was written, for whoever shares the cache. */
export interface CacheStoredEvent extends CacheSubject {
  readonly type: "cache.stored";
  /** How long it counts as fresh. */
  readonly freshMs: number;
}

/** The store failed or did not answer in time; the call goes on without it. */
export interface CacheFailedEvent extends CacheSubject {
  readonly type: "cache.failed";
  readonly operation: "read" | "write" | "lease";
  readonly error: unknown;
  /** How long the store is left alone. */
  readonly retryInMs: number;
}
