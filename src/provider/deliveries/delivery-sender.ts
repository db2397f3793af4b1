import type { ProviderContext } from "../context.ts";
import type { Delivery } from "../stores/records.ts";

/** What came of an attempt. */
export interface DeliveryOutcome {
  /** `never`: another attempt would end the same way. */
  readonly outcome: "delivered" | "again" | "never";
  readonly reason: string;
  readonly status?: number | undefined;
  readonly cause?: unknown;
}

/** How deliveries of one kind are sent. */
export interface DeliverySender {
  /** Makes the message and sends it. What it throws counts as `again`. */
  readonly send: (context: ProviderContext, delivery: Delivery) => Promise<DeliveryOutcome>;
  /** Tells that it was delivered, or is given up. */
  readonly report: (context: ProviderContext, delivery: Delivery, outcome: DeliveryOutcome) => void;
}
