import type { RegisteredClient } from "../clients/registered-client.ts";
import type { ProviderContext } from "../context.ts";
import { type ProtocolRefusal, refuse } from "../http/refusal.ts";
import type { Artifact } from "../stores/records.ts";
import type { ArtifactKey } from "../stores/store.ts";
import { type Approval, changePending, type PendingRequest, readPending } from "./pending-request.ts";

/** A request that its person has allowed, and whose tokens may be fetched. */
export interface ApprovedRequest {
  readonly artifact: Artifact;
  readonly pending: PendingRequest;
  readonly approval: Approval;
}

/**
 * Answers a client that asks whether its person has decided.
 * @throws ProtocolRefusal `authorization_pending`; `slow_down` for one that asks too fast, which from then on waits five seconds more; `access_denied`;
 * `expired_token`; `invalid_grant` for a handle that is unknown, another client's, or used up
 * @see RFC 8628 §3.5
 * @see CIBA Core §11
 */
export async function pollRequest(
  context: ProviderContext,
  key: ArtifactKey,
  { clientId }: RegisteredClient,
): Promise<ApprovedRequest> {
  for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
    const artifact = await context.store.artifacts.find(key);
    if (artifact === undefined || artifact.clientId !== clientId || artifact.consumedAtMs !== undefined)
      throw refuse("invalid_grant", unknown);
    const nowMs = context.clock();
    if (artifact.expiresAtMs <= nowMs) throw refuse("expired_token", "Nobody decided in time: begin anew.");
    const pending = readPending(artifact);
    if (pending.isDenied) throw refuse("access_denied", "The user said no.");
    if (pending.approval !== undefined) return { artifact, pending, approval: pending.approval };
    const { changes, refusal } = answerPending(pending, nowMs);
    // A client that can't be slowed down any more writes nothing: it must not keep its person's decision from being written.
    if (changes === undefined) throw refusal;
    // Between reading and writing the person may have decided, or another question come in: then look again.
    if (await context.store.artifacts.update(changePending(artifact, changes))) throw refusal;
  }
  throw slowDown();
}

function answerPending(
  { lastPollMs, intervalSeconds }: PendingRequest,
  nowMs: number,
): { readonly changes?: Partial<PendingRequest>; readonly refusal: ProtocolRefusal } {
  const isTooFast = lastPollMs !== undefined && nowMs < lastPollMs + intervalSeconds * 1000;
  if (!isTooFast) {
    const refusal = refuse("authorization_pending", "The user has not decided yet: ask again.");
    return { changes: { lastPollMs: nowMs }, refusal };
  }
  if (intervalSeconds >= maxIntervalSeconds) return { refusal: slowDown() };
  return { changes: { lastPollMs: nowMs, intervalSeconds: intervalSeconds + 5 }, refusal: slowDown() };
}

function slowDown(): ProtocolRefusal {
  return refuse("slow_down", "The client asks too fast: wait five seconds more each time.");
}

const unknown = "The code is unknown, was issued to another client, or was used before.";
/** Questions that came in at once count as one or two, and a client that was too fast often can still get its tokens. */
const maxAttempts = 3;
const maxIntervalSeconds = 60;
