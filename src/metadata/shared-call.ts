import type { Http } from "../http/openapi-client.ts";
import type { HttpAnswer } from "../http/types.ts";
import type { CacheSubject } from "./cache-event.ts";

/** Answers of servers that several processes share, behind what each has in memory. */
export interface SharedCache {
  /** Gives what an answer that is kept says, else makes the call and keeps its answer. */
  readonly load: <T>(call: SharedCall<T>) => Promise<SharedResult<T>>;
  /** The same for a document, by the rules of its cache. */
  readonly loadDocument: <T extends DatedDocument>(call: SharedDocumentCall<T>) => Promise<SharedResult<T>>;
}

/** What a call and an answer that is kept have in common. */
export interface SharedRequest<T> extends CacheSubject {
  /** What the answer depends on, besides document and issuer. */
  readonly key: unknown;
  /** Makes calls. */
  readonly http: Http;
  /** Makes the call and judges its answer, by what it is given to make calls. */
  readonly run: (through: Http) => Promise<T>;
  /** An answer that came before this time will not do; infinity: none will. */
  readonly notBeforeMs?: number | undefined;
}

/** A call whose answer others may have. */
export interface SharedCall<T> extends SharedRequest<T> {
  /** Judges an answer that is kept like one that has just come. Left out: `run`, with the answer in place of the network. */
  readonly read?: ((answer: HttpAnswer) => Promise<T>) | undefined;
  /** How long what an answer says may be used. */
  readonly lifetimeOf: (value: T, fetchedAtMs: number) => SharedLifetime;
  /** How long nobody tries again after so many failures in a row. Left out: failures are not remembered. */
  readonly cooldownMs?: ((failures: number) => number) | undefined;
}

/** How long an answer may be used from the time on that it came, in milliseconds. */
export interface SharedLifetime {
  readonly freshMs: number;
  /** Where no other can be had. */
  readonly usableMs: number;
}

/** What came of a call. */
export interface SharedResult<T> {
  readonly value: T;
  /** When the answer came; left out: just now. */
  readonly fetchedAtMs?: number | undefined;
  /** Why no new answer could be had: this one is no longer fresh. */
  readonly error?: Error | undefined;
}

/** A document that says how long it may be kept. */
export interface DatedDocument {
  /** How long the server lets it be kept, in seconds; `undefined` where it does not say. */
  readonly maxAgeSeconds: number | undefined;
}

/** A document that others may have fetched. */
export interface SharedDocumentCall<T extends DatedDocument> extends SharedRequest<T> {
  /** The durations of its cache. */
  readonly policy: SharedDurations;
}

/** The durations that a cache of documents goes by, in milliseconds. */
export interface SharedDurations {
  readonly freshMs: number;
  readonly minFreshMs: number;
  readonly maxFreshMs: number;
  readonly staleWhileRevalidateMs: number;
  readonly staleIfErrorMs: number;
  readonly failureCooldownMs: number;
  readonly maxFailureCooldownMs: number;
}
