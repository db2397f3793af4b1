import { systemWait } from "../../util/wait.ts";
import type { ProviderContext } from "../context.ts";
import type { Delivery } from "../stores/records.ts";
import type { DeliveryOutcome, DeliverySender } from "./delivery-sender.ts";

/**
 * Sends a delivery that this process has, as often as it takes within bounds; between two attempts nobody else gets it. One that is sent or given up is removed.
 * @param ending - the process is about to end: who waits for another attempt makes it then, and leaves what fails once more to others
 */
export async function runDelivery(
  context: ProviderContext,
  first: Delivery,
  { sender, ending }: { readonly sender: DeliverySender; readonly ending: AbortSignal },
): Promise<void> {
  const { attempts, firstRetryMs } = context.logout.settings;
  if (first.attempts > attempts) return end(context, first, { sender, outcome: usedUp });
  for (let held: Delivery | undefined = first; held !== undefined; ) {
    const isLast = ending.aborted;
    const outcome = await sender.send(context, held).catch(failInside);
    if (outcome.outcome !== "again" || held.attempts >= attempts) return end(context, held, { sender, outcome });
    const pauseMs = pauseBefore(held.attempts, firstRetryMs, context.random);
    if (isLast) return leave(context, held, { sender, outcome, pauseMs });
    if (context.clock() + pauseMs >= held.purgeAtMs) return end(context, held, { sender, outcome });
    held = await keepUntil(context, held, pauseMs);
    if (held === undefined) return;
    await systemWait(pauseMs, ending);
    held = { ...held, attempts: held.attempts + 1 };
  }
}

/** How long a process has a delivery for itself: longer than an attempt can take. */
export function leaseMs({ logout }: Pick<ProviderContext, "logout">): number {
  return logout.settings.timeoutMs + marginMs;
}

/** Moves the time at which others get it; `undefined` where another has it already, or the store does not answer: then another gets it in time. */
async function keepUntil(context: ProviderContext, held: Delivery, pauseMs: number): Promise<Delivery | undefined> {
  const dueAtMs = context.clock() + pauseMs + leaseMs(context);
  const next = { ...held, dueAtMs, version: held.version + 1 };
  const isKept = await context.store.deliveries.update(next).catch(() => false);
  return isKept ? next : undefined;
}

interface Ending {
  readonly sender: DeliverySender;
  readonly outcome: DeliveryOutcome;
}

/** What can't be removed because the store does not answer is sent once more: better twice than never. */
async function end(context: ProviderContext, delivery: Delivery, { sender, outcome }: Ending): Promise<void> {
  sender.report(context, delivery, outcome);
  await context.store.deliveries.remove(delivery.id).catch(() => false);
}

/** A store of this process ends with it, and nobody else is there. */
async function leave(
  context: ProviderContext,
  held: Delivery,
  { sender, outcome, pauseMs }: Ending & { readonly pauseMs: number },
): Promise<void> {
  if (context.options.store === undefined) return end(context, held, { sender, outcome });
  const next = { ...held, dueAtMs: context.clock() + pauseMs, version: held.version + 1 };
  await context.store.deliveries.update(next).catch(() => false);
}

/** Five times as long each time, and half of it up to chance, so that a server that comes back is not met by all at once. */
function pauseBefore(attempt: number, firstRetryMs: number, random: ProviderContext["random"]): number {
  const [octet = 0] = random(1);
  return Math.ceil(firstRetryMs * 5 ** (attempt - 1) * (0.5 + octet / 512));
}

/** Keys or the store may be back in a while. */
function failInside(cause: unknown): DeliveryOutcome {
  return { outcome: "again", reason: "the message could not be made", cause };
}

const usedUp: DeliveryOutcome = { outcome: "never", reason: "every attempt ended without an outcome" };

/** For making the message, and for a store that is slow. */
const marginMs = 30_000;
