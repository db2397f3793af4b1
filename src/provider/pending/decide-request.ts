import type { ProviderContext } from "../context.ts";
import type { Artifact } from "../stores/records.ts";
import type { ArtifactKey } from "../stores/store.ts";
import { type Approval, changePending, type PendingRequest, readPending } from "./pending-request.ts";

/** What a person said to a request. */
export type Decision = { readonly allow: true; readonly approval: Approval } | { readonly allow: false };

/** What came of it. `gone`: there is no such request, or it has expired. */
export type DecisionOutcome = "decided" | "already_decided" | "gone";

/** Finds a request that still waits for its person. */
export async function findUndecided(
  { clock }: ProviderContext,
  artifact: Artifact | undefined,
): Promise<PendingRequest | undefined> {
  if (artifact === undefined || artifact.consumedAtMs !== undefined || artifact.expiresAtMs <= clock())
    return undefined;
  const pending = readPending(artifact);
  return pending.isDenied || pending.approval !== undefined ? undefined : pending;
}

/** Writes down what a person said; the first word counts. The client may be asking at the same moment, so the step is repeated where it comes between. */
export async function decideRequest(
  context: ProviderContext,
  key: ArtifactKey,
  decision: Decision,
): Promise<DecisionOutcome> {
  const { artifacts } = context.store;
  for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
    const artifact = await artifacts.find(key);
    if (artifact === undefined || artifact.expiresAtMs <= context.clock()) return "gone";
    if ((await findUndecided(context, artifact)) === undefined) return "already_decided";
    const changed = decision.allow
      ? { ...changePending(artifact, { approval: decision.approval }), accountId: decision.approval.accountId }
      : changePending(artifact, { isDenied: true });
    if (await artifacts.update(changed)) return "decided";
  }
  throw new Error("The request changed all the time while a decision was to be written.");
}

const maxAttempts = 20;
