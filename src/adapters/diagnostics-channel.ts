import { type Channel, channel } from "node:diagnostics_channel";
import { type Clock, systemClock } from "../util/clock.ts";
import { type AnyEvent, areaOf, flattenEvent } from "./identity-event.ts";

export type { AnyEvent, FlatError, FlatEvent, IdentityEvent } from "./identity-event.ts";

/** How channels are named. */
export interface DiagnosticsListenerOptions {
  /** What the names of the channels begin with. Default `ts-identity-model`. */
  readonly name?: string | undefined;
  /** Default: the machine's clock. */
  readonly clock?: Clock | undefined;
}

/**
 * Creates a listener for the option `onEvent` that publishes every event to the channel of its area, such as `ts-identity-model:token`. An event is only made ready
 * where the channel has subscribers.
 * @see https://nodejs.org/api/diagnostics_channel.html
 */
export function createDiagnosticsListener({
  name = "ts-identity-model",
  clock = systemClock,
}: DiagnosticsListenerOptions = {}): (event: AnyEvent) => void {
  const channels = new Map<string, Channel>();
  return (event) => {
    const area = areaOf(event);
    const found = channels.get(area) ?? channel(`${name}:${area}`);
    channels.set(area, found);
    if (found.hasSubscribers) found.publish(flattenEvent(event, clock()));
  };
}
