import { mediaTypes } from "../../constants/media-types.ts";
import { withDeadline } from "../../http/deadline.ts";
import { systemWait } from "../../util/wait.ts";
import { mayFetchClientUrl } from "../clients/client-url.ts";
import type { ProviderContext } from "../context.ts";
import type { Session } from "../stores/records.ts";
import { createLogoutToken } from "./create-logout-token.ts";
import type { SetLogoutOptions } from "./logout-options.ts";

/** A client that is to be told of the end of a session. */
export interface LogoutDelivery {
  readonly clientId: string;
  readonly session: Pick<Session, "sid" | "accountId">;
}

/**
 * Tells a client, from server to server, that a session has ended; beside the requests, and as often as it takes within bounds.
 * @see OpenID Connect Back-Channel Logout §2.5
 */
export function sendLogout(context: ProviderContext, delivery: LogoutDelivery): void {
  const { logout, lifecycle } = context;
  const work = logout.add((ending) => deliver(context, delivery, { ...logout.settings, signal: ending }));
  if (work === undefined) reportFailure(context, delivery, { reason: "too many deliveries wait" });
  else lifecycle.track(work);
}

interface DeliverySettings extends SetLogoutOptions {
  readonly signal: AbortSignal;
}

interface Outcome {
  readonly outcome: "delivered" | "again" | "never";
  readonly reason: string;
  readonly status?: number | undefined;
  readonly cause?: unknown;
}

async function deliver(context: ProviderContext, delivery: LogoutDelivery, settings: DeliverySettings): Promise<void> {
  const { attempts, firstRetryMs, signal } = settings;
  let last: Outcome = { outcome: "never", reason: "" };
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const isLast = signal.aborted;
    last = await attemptOnce(context, delivery, settings).catch(failInside);
    if (last.outcome !== "again" || isLast) break;
    if (attempt < attempts) await systemWait(pauseBefore(attempt, firstRetryMs, context.random), signal);
  }
  const { clientId, session } = delivery;
  if (last.outcome !== "delivered") return reportFailure(context, delivery, last);
  context.report({ type: "logout.delivered", clientId, accountId: session.accountId, sid: session.sid });
}

/** Five times as long each time, and half of it up to chance, so that a server that comes back is not met by all at once. */
function pauseBefore(attempt: number, firstRetryMs: number, random: ProviderContext["random"]): number {
  const [octet = 0] = random(1);
  return firstRetryMs * 5 ** (attempt - 1) * (0.5 + octet / 512);
}

/** Each attempt has a token of its own, because the client may have used up the one before. */
async function attemptOnce(
  context: ProviderContext,
  { clientId, session }: LogoutDelivery,
  { timeoutMs }: DeliverySettings,
): Promise<Outcome> {
  const client = await context.clients.find(clientId);
  const url = client?.metadata.backchannel_logout_uri;
  if (client === undefined || url === undefined)
    return { outcome: "never", reason: "the client is not registered for it" };
  if (!(await mayFetchClientUrl(context, url))) return { outcome: "never", reason: "the URL is not one to be called" };
  const body = new URLSearchParams({ logout_token: await createLogoutToken(context, client, session) }).toString();
  try {
    const status = await withDeadline({ timeoutMs, signal: undefined, endpoint: "backchannel_logout_uri" }, (call) =>
      post(context, { url, body, signal: call.signal }),
    );
    return judge(status);
  } catch (cause) {
    return { outcome: "again", reason: "the client did not answer", cause };
  }
}

interface Post {
  readonly url: string;
  readonly body: string;
  readonly signal: AbortSignal;
}

async function post({ fetch }: ProviderContext, { url, body, signal }: Post): Promise<number> {
  const headers = { "Content-Type": mediaTypes.form };
  const response = await fetch(url, { method: "POST", headers, body, signal, redirect: "manual" });
  // What the client says besides is of no interest, and may be endless.
  await response.body?.cancel().catch(() => undefined);
  return response.status;
}

/** A client that refuses the token will refuse the next one too; a redirect is no answer of the client that was registered. */
function judge(status: number): Outcome {
  if (status >= 200 && status < 300) return { outcome: "delivered", reason: "", status };
  const isPassing = status >= 500 || status === 408 || status === 429;
  return { outcome: isPassing ? "again" : "never", reason: "the client refused", status };
}

/** Keys or the store may be back in a while. */
function failInside(cause: unknown): Outcome {
  return { outcome: "again", reason: "the logout token could not be made", cause };
}

function reportFailure(
  context: ProviderContext,
  { clientId, session: { accountId, sid } }: LogoutDelivery,
  { reason, status, cause }: Pick<Outcome, "reason" | "status" | "cause">,
): void {
  context.report({ type: "logout.delivery-failed", clientId, accountId, sid, reason, status, cause });
}
