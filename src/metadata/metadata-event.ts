import type { ToleratedDeviation } from "../schema/check.ts";
import type { SkippedKey } from "./jwk-set.ts";

/** What a source of metadata or keys tells its owner; for logs and metrics, never needed for correctness. */
export type MetadataEvent =
  | DocumentFetchedEvent
  | StaleDocumentServedEvent
  | DocumentRefreshFailedEvent
  | KeySkippedEvent
  | DeviationToleratedEvent;

/** Which document of an issuer an event is about. */
export interface DocumentEvent {
  readonly issuer: string;
  readonly document: "metadata" | "jwk-set";
}

/** A document was fetched, read and checked; it replaces the one before. */
export interface DocumentFetchedEvent extends DocumentEvent {
  readonly type: "fetched";
  readonly url: string;
  /** How long it counts as fresh. */
  readonly freshMs: number;
}

/** A document that is no longer fresh was given to a caller; told once after each attempt to fetch it anew. */
export interface StaleDocumentServedEvent extends DocumentEvent {
  readonly type: "served-stale";
  readonly url: string;
  readonly ageMs: number;
}

/** A document could not be fetched; nothing that is in memory was given up for it. */
export interface DocumentRefreshFailedEvent extends DocumentEvent {
  readonly type: "refresh-failed";
  readonly error: unknown;
  /** How long the failure is remembered. */
  readonly retryInMs: number;
}

/** An entry of a JWK Set was left out because it cannot be used. */
export interface KeySkippedEvent extends DocumentEvent {
  readonly type: "key-skipped";
  readonly url: string;
  readonly key: SkippedKey;
}

/** The metadata deviates from its specification in a way that the caller tolerates. */
export interface DeviationToleratedEvent extends DocumentEvent {
  readonly type: "tolerated";
  readonly url: string;
  readonly deviation: ToleratedDeviation;
}

/** Receives events. What it throws, or a promise it returns that rejects, has no effect. */
export type MetadataEventListener = (event: MetadataEvent) => void;
