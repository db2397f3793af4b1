import type { ToleratedDeviation } from "../schema/check.ts";
import type { HttpFinishedEvent } from "./http-event.ts";

/** A message arrived and was checked against its schema. */
export interface MessageCheckedEvent {
  readonly type: "exchange";
  /** Name of the message that was sent, where there was one: `TokenRequestAuthorizationCode`. */
  readonly request: string | undefined;
  /** Name of the message that was read: `TokenResponse`. */
  readonly message: string;
  /** The specifications whose members the schema of the message joins. */
  readonly documents: readonly string[];
  /** Metadata name and URL of the endpoint, without query. */
  readonly endpoint: string;
  /** HTTP status; `undefined` for a message that came through the browser. */
  readonly status: number | undefined;
  /** Milliseconds from building the request to the checked message; `undefined` for a message that came through the browser. */
  readonly durationMs: number | undefined;
}

/** An ID token was verified: signature, claims and hashes. */
export interface IdTokenVerifiedEvent {
  readonly type: "id-token-verified";
  readonly issuer: string;
  /** The `alg` of its signature. */
  readonly algorithm: string;
  /** The `kid` of its header. */
  readonly kid: string | undefined;
  readonly durationMs: number;
}

/** A logout token was verified: signature, claims and event. Whether it was used before is looked at afterwards. */
export interface LogoutTokenVerifiedEvent extends Omit<IdTokenVerifiedEvent, "type"> {
  readonly type: "logout-token-verified";
}

/** A message deviates from its specification in a way that the caller tolerates. */
export interface MessageToleratedEvent {
  readonly type: "tolerated";
  readonly message: string;
  readonly endpoint: string;
  readonly deviation: ToleratedDeviation;
}

/** What an exchange tells its owner; for logs and metrics. No event holds a secret. */
export type ExchangeEvent =
  | MessageCheckedEvent
  | IdTokenVerifiedEvent
  | LogoutTokenVerifiedEvent
  | MessageToleratedEvent
  | HttpFinishedEvent;
