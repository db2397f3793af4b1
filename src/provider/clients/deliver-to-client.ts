import { withDeadline } from "../../http/deadline.ts";
import type { ProviderContext } from "../context.ts";
import type { DeliveryOutcome } from "../deliveries/delivery-sender.ts";
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
  /** Makes the message of an attempt; `undefined` where the client is not registered for it, or not any more. */
  readonly prepare: () => Promise<ClientPost | undefined>;
}

/** Posts a message to a client's server, once; redirects are not followed, and what the client answers is not read. */
export async function deliverToClient(
  context: ProviderContext,
  { endpoint, prepare }: ClientDelivery,
): Promise<DeliveryOutcome> {
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
