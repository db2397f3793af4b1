import { randomBase64url } from "../../util/random.ts";
import type { ProviderContext } from "../context.ts";
import type { Delivery, DeliveryKind, JsonObject } from "../stores/records.ts";
import type { DeliverySender } from "./delivery-sender.ts";
import { deliverySenders } from "./delivery-senders.ts";
import { leaseMs, runDelivery } from "./run-delivery.ts";

/** A message to a client that is to be sent. */
export interface NewDelivery {
  /** Names what it tells, where two may tell the same. Default: 128 random bits. */
  readonly id?: string | undefined;
  readonly kind: DeliveryKind;
  readonly clientId: string;
  readonly accountId?: string | undefined;
  /** What the message is made of. Secrets in it have to be sealed. */
  readonly payload: JsonObject;
}

/**
 * Writes deliveries down, before what they tell is done, so that no crash can come between. This process has them for a while: `startDeliveries` sends them, and
 * where this process ends before, another does. Gives those that were not there.
 */
export async function writeDeliveries(
  context: ProviderContext,
  messages: readonly NewDelivery[],
): Promise<readonly Delivery[]> {
  if (messages.length === 0) return [];
  const nowMs = context.clock();
  const deliveries = messages.map(({ id = randomBase64url(16, context.random), ...message }) => ({
    ...message,
    id,
    createdAtMs: nowMs,
    attempts: 1,
    dueAtMs: nowMs + leaseMs(context),
    purgeAtMs: nowMs + lifetimeMs,
    version: 1,
  }));
  const written = await context.store.deliveries.put(deliveries);
  return deliveries.filter(({ id }) => written.includes(id));
}

/**
 * Sends deliveries that this process has, beside the requests; gives how many were begun. What this process has no room for is left to whoever has. When they are
 * done there is room for others, which waited, or which a process left behind.
 */
export function startDeliveries(context: ProviderContext, deliveries: readonly Delivery[]): number {
  const begun = deliveries.flatMap((delivery) => start(context, delivery) ?? []);
  const { lifecycle } = context;
  const goOn = async (): Promise<void> => {
    const areEnding = await Promise.all(begun);
    if (!areEnding.includes(true)) await sendDueDeliveries(context);
  };
  if (begun.length > 0) lifecycle.track(goOn());
  return begun.length;
}

/** Writes a delivery down and sends it, beside the requests. */
export async function enqueueDelivery(context: ProviderContext, message: NewDelivery): Promise<void> {
  startDeliveries(context, await writeDeliveries(context, [message]));
}

/** Takes what is due, such as the deliveries of a process that has died, and sends it beside the requests; gives how many were begun. */
export async function sendDueDeliveries(context: ProviderContext): Promise<number> {
  const nowMs = context.clock();
  const claim = { kinds: Object.keys(deliverySenders), nowMs, untilMs: nowMs + leaseMs(context), limit: batchSize };
  const taken = await context.store.deliveries.claim(claim);
  return startDeliveries(context, taken);
}

/** @returns whether the process was about to end when it was done; `undefined` where there is no room for it in this process */
function start(context: ProviderContext, delivery: Delivery): Promise<boolean> | undefined {
  const { lifecycle, logout } = context;
  const sender: DeliverySender | undefined = deliverySenders[delivery.kind];
  let isEnding = false;
  const work =
    sender === undefined
      ? undefined
      : logout.add(async (ending) => {
          await runDelivery(context, delivery, { sender, ending });
          isEnding = ending.aborted;
        });
  if (work === undefined) lifecycle.track(giveBack(context, delivery));
  return work?.then(() => isEnding);
}

async function giveBack({ clock, store }: ProviderContext, delivery: Delivery): Promise<void> {
  const { attempts, version } = delivery;
  await store.deliveries.update({ ...delivery, attempts: attempts - 1, dueAtMs: clock(), version: version + 1 });
}

/** What a client did not hear within a day it need not hear any more: its own session is as old. */
const lifetimeMs = 86_400_000;

const batchSize = 20;
