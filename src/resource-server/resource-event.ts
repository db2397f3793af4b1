import type { AuthErrorCode } from "../errors/codes.ts";
import type { ExchangeEvent } from "../exchange/exchange-event.ts";
import type { MetadataEvent } from "../metadata/metadata-event.ts";

/** A request was let in. */
export interface ResourceAcceptedEvent {
  readonly type: "resource.accepted";
  /** The issuer as it was configured. */
  readonly issuer: string;
  /** Whether the verified token, or the server's answer about it, came from memory. */
  readonly cache: "hit" | "miss";
  readonly durationMs: number;
}

/** A request was refused, or could not be judged. */
export interface ResourceRejectedEvent {
  readonly type: "resource.rejected";
  /** `undefined` for what is no error of this library: a fault of a validator or a store. */
  readonly code: AuthErrorCode | undefined;
  /** The configured issuer that the token named; `undefined` where it named none. Whether it made the token may not have been verified. */
  readonly issuer: string | undefined;
  readonly cache: "hit" | "miss";
  readonly durationMs: number;
}

/** What a resource server reports. No event has a token or a claim in it. */
export type ResourceServerEvent = ResourceAcceptedEvent | ResourceRejectedEvent | MetadataEvent | ExchangeEvent;
