import type { ProviderContext } from "../context.ts";
import { type Decision, type DecisionOutcome, decideRequest } from "./decide-request.ts";
import { enqueuePing } from "./enqueue-ping.ts";

/** What the person said on their device. */
export type BackchannelDecision =
  | {
      readonly requestId: string;
      readonly allow: true;
      /** The account that was authenticated: that of the request, or nothing is allowed. */
      readonly accountId: string;
      /** How the person proved who they are (RFC 8176). */
      readonly amr: readonly string[];
      readonly acr?: string | undefined;
      /** When they did. Default: now. */
      readonly authTimeMs?: number | undefined;
    }
  | { readonly requestId: string; readonly allow: false };

/** What came of it. `other_account`: somebody else was authenticated than the client had named; the request goes on waiting. */
export type BackchannelOutcome = DecisionOutcome | "other_account";

/**
 * Writes down what a person said to a request that `ciba.notify` was told of; the client learns it when it asks next, or by the ping that it is sent.
 * @see CIBA Core §8
 * @see CIBA Core §10.2
 */
export async function completeBackchannelAuthentication(
  context: ProviderContext,
  decision: BackchannelDecision,
): Promise<BackchannelOutcome> {
  const key = { kind: "backchannel_authentication_request", hash: decision.requestId } as const;
  const artifact = await context.store.artifacts.find(key);
  if (artifact === undefined) return "gone";
  const { clientId, accountId } = artifact;
  if (decision.allow && decision.accountId !== accountId) return "other_account";
  const outcome = await decideRequest(context, key, toDecision(context, decision));
  if (outcome === "decided") {
    const type = decision.allow ? "authorization.granted" : "authorization.denied";
    context.report({ type, clientId, accountId, endpoint: "/bc-authorize" });
    await enqueuePing(context, artifact);
  }
  return outcome;
}

function toDecision({ clock }: ProviderContext, decision: BackchannelDecision): Decision {
  if (!decision.allow) return { allow: false };
  const nowMs = clock();
  const { accountId, amr, acr, authTimeMs = nowMs } = decision;
  return {
    allow: true,
    approval: { accountId, approvedAtMs: nowMs, authTimeMs: Math.min(authTimeMs, nowMs), acr, amr },
  };
}
