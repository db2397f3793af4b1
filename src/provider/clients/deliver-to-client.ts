import { withDeadline } from "../../http/deadline.ts";
import { systemWait } from "../../util/wait.ts";
import type { ProviderContext } from "../context.ts";
import { mayFetchClientUrl } from "./client-url.ts";

/** A message for a client's server. */
export interface ClientPost {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What is to be delivered. */
export interface ClientDelivery {
  /** Metadata member that the URL comes from. */
  readonly endpoint: string;
  /** Makes the message of an attempt; `undefined` where the client is not registered for it, or not any more. What it throws is taken for a failure that passes. */
  readonly prepare: () => Promise<ClientPost | undefined>;
  /** What such a failure is called in events. */
  readonly failure: string;
}

/** What came of it. */
export interface DeliveryOutcome {
  readonly outcome: "delivered" | "again" | "never";
  readonly reason: string;
  readonly status?: number | undefined;
  readonly cause?: unknown;
}

/**
 * Posts a message to a client's server beside the requests, as often as it takes within the bounds of `context.logout.settings`; redirects are not followed, and
 * what the client answers is not read.
 * @param ending - aborted when the process is about to end: the attempt that follows is the last
 * @returns what came of the last attempt
 */
export async function deliverToClient(
  context: ProviderContext,
  delivery: ClientDelivery,
  ending: AbortSignal,
): Promise<DeliveryOutcome> {
  const { attempts, firstRetryMs } = context.logout.settings;
  let last: DeliveryOutcome = { outcome: "never", reason: "" };
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const isLast = ending.aborted;
    last = await attemptOnce(context, delivery).catch((cause) => ({
      outcome: "again",
      reason: delivery.failure,
      cause,
    }));
    if (last.outcome !== "again" || isLast) break;
    if (attempt < attempts) await systemWait(pauseBefore(attempt, firstRetryMs, context.random), ending);
  }
  return last;
}

/** Five times as long each time, and half of it up to chance, so that a server that comes back is not met by all at once. */
function pauseBefore(attempt: number, firstRetryMs: number, random: ProviderContext["random"]): number {
  const [octet = 0] = random(1);
  return firstRetryMs * 5 ** (attempt - 1) * (0.5 + octet / 512);
}

async function attemptOnce(context: ProviderContext, { endpoint, prepare }: ClientDelivery): Promise<DeliveryOutcome> {
  const { timeoutMs } = context.logout.settings;
  const message = await prepare();
  if (message === undefined) return { outcome: "never", reason: "the client is not registered for it" };
  if (!(await mayFetchClientUrl(context, message.url)))
    return { outcome: "never", reason: "the URL is not one to be called" };
  try {
    const status = await withDeadline({ timeoutMs, signal: undefined, endpoint }, (call) =>
      post(context, message, call.signal),
    );
    return judge(status);
  } catch (cause) {
    return { outcome: "again", reason: "the client did not answer", cause };
  }
}

async function post(
  { fetch }: ProviderContext,
  { url, headers, body }: ClientPost,
  signal: AbortSignal,
): Promise<number> {
  const response = await fetch(url, { method: "POST", headers, body, signal, redirect: "manual" });
  // What the client says besides is of no interest, and may be endless.
  await response.body?.cancel().catch(() => undefined);
  return response.status;
}

/** A client that refuses the message will refuse the next one too; a redirect is no answer of the client that was registered. */
function judge(status: number): DeliveryOutcome {
  if (status >= 200 && status < 300) return { outcome: "delivered", reason: "", status };
  const isPassing = status >= 500 || status === 408 || status === 429;
  return { outcome: isPassing ? "again" : "never", reason: "the client refused", status };
}
