import type { MessageSchema } from "../../generated/message-schema.ts";
import type { ToleratedDeviation } from "../schema/check.ts";
import { documentLabelsOf } from "../schema/document-labels.ts";
import type { SkippedKey } from "./key-set.ts";

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
  /** Name of the message that the document was checked as. */
  readonly message: string;
  /** The specifications that the message is composed of. */
  readonly documents: readonly string[];
  readonly url: string;
  readonly durationMs: number;
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
  /** Name of the message that the document was checked as. */
  readonly message: string;
  /** Where the document was fetched. */
  readonly endpoint: string;
  readonly deviation: ToleratedDeviation;
}

/** Receives events. What it throws, or a promise it returns that rejects, has no effect. */
export type MetadataEventListener = (event: MetadataEvent) => void;

/** What a `fetched` event says about the message. */
export function describeFetched(schema: MessageSchema<unknown>): Pick<DocumentFetchedEvent, "message" | "documents"> {
  return { message: schema.name, documents: documentLabelsOf(schema) };
}
