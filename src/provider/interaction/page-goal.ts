import { readReturnTarget, withReturnTarget } from "../browser/return-target.ts";
import type { RegisteredClient } from "../clients/registered-client.ts";
import type { ProviderContext } from "../context.ts";
import type { EndpointRequest } from "../http/connection.ts";
import { readParameter } from "../http/read-form.ts";
import { refuse } from "../http/refusal.ts";
import type { Interaction } from "./interaction.ts";
import { readInteraction, resumeUrl } from "./interactions.ts";

/** What a page is shown for, as its URL and its form say. */
export interface PageTarget {
  /** Handle of the interaction. */
  readonly interactionId?: string | undefined;
  /** Where to go on without one. */
  readonly returnTo: string;
}

/** What a page is shown for: a request of a client that waits, or a page of the provider. */
export type PageGoal =
  | { readonly kind: "interaction"; readonly interaction: Interaction; readonly client: RegisteredClient }
  | { readonly kind: "page"; readonly returnTo: string };

/**
 * Reads what a page is shown for from the query or the form.
 * @throws ProtocolRefusal `invalid_request` for a target outside the provider
 */
export function readPageTarget(parameters: URLSearchParams): PageTarget {
  const interactionId = readParameter(parameters, "interaction");
  return { interactionId, returnTo: readReturnTarget(readParameter(parameters, "return_to")) };
}

/** The query of a request. */
export function queryOf({ raw }: EndpointRequest): URLSearchParams {
  return new URL(raw.url).searchParams;
}

/** What the token of a form is good for: one page, one target, and one session where there is one. */
export function formPurpose(page: string, { interactionId = "", returnTo }: PageTarget, sid = ""): string {
  return JSON.stringify([page, interactionId, returnTo, sid]);
}

/** The hidden members that bring the target back. */
export function hiddenTarget({ interactionId, returnTo }: PageTarget): Readonly<Record<string, string>> {
  return interactionId === undefined ? { return_to: returnTo } : { interaction: interactionId };
}

/**
 * Finds what a page is shown for.
 * @throws ProtocolRefusal as `readInteraction` does
 */
export async function findGoal(
  context: ProviderContext,
  request: EndpointRequest,
  { interactionId, returnTo }: PageTarget,
): Promise<PageGoal> {
  if (interactionId === undefined) return { kind: "page", returnTo };
  const interaction = await readInteraction(context, request, interactionId);
  const client = await context.clients.find(interaction.clientId);
  if (client === undefined) throw refuse("invalid_request", "The client is not known any more.");
  return { kind: "interaction", interaction, client };
}

/** Where the browser goes when a page has done its work. */
export function goalUrl(context: ProviderContext, goal: PageGoal): string {
  return goal.kind === "interaction" ? resumeUrl(context, goal.interaction) : context.urlOf(goal.returnTo);
}

/** URL of a page that must come before. */
export function pageUrl(context: ProviderContext, path: string, goal: PageGoal): string {
  if (goal.kind === "page") return withReturnTarget(context, path, goal.returnTo);
  return `${context.urlOf(path)}?${new URLSearchParams({ interaction: goal.interaction.id })}`;
}
