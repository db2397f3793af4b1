import type { Outcome } from "../exchange/http-event.ts";

/** A method of a client has ended: all requests, checks and verifications of it included. */
export interface CallFinishedEvent extends Outcome {
  readonly type: "call.finished";
  /** When it ended, in milliseconds since 1970. */
  readonly at: number;
  /** Name of the method: `finishAuthorization`. */
  readonly operation: string;
  readonly issuer: string;
  /** Metadata name of the endpoint that the error is about. */
  readonly endpoint?: string | undefined;
  readonly durationMs: number;
}
