import { readOrCreateBrowserId } from "../browser/browser-id.ts";
import { createFormToken } from "../browser/form-token.ts";
import { redirect } from "../browser/redirect.ts";
import type { RegisteredClient } from "../clients/registered-client.ts";
import type { ProviderContext } from "../context.ts";
import type { EndpointRequest } from "../http/connection.ts";
import { ProtocolRefusal, refuse } from "../http/refusal.ts";
import { viewClient } from "../pages/client-view.ts";
import { choosePageLanguage } from "../pages/render.ts";
import type { ClientView, FormView } from "../pages/views.ts";
import type { ActiveSession } from "../sessions/active-session.ts";
import type { Interaction, Prompt } from "./interaction.ts";
import { type InteractionChanges, promptUrl, resumeUrl, updateInteraction } from "./interactions.ts";
import { findGoal, formPurpose, goalUrl, hiddenTarget, type PageGoal, type PageTarget } from "./page-goal.ts";

/** A form of a page, and the cookies that it needs. */
export interface PreparedForm {
  readonly form: FormView;
  readonly cookies: readonly string[];
}

/** Prepares the form of a page: its token is good for this browser, this page and this target, and for the session that the page speaks of. */
export async function prepareForm(
  context: ProviderContext,
  request: EndpointRequest,
  { target, session }: { readonly target: PageTarget; readonly session?: ActiveSession | undefined },
): Promise<PreparedForm> {
  const browser = readOrCreateBrowserId(context, request);
  const sid = session?.session.sid;
  const token = await createFormToken(context, browser.id, formPurpose(request.path, target, sid));
  const hidden = { csrf_token: token, ...hiddenTarget(target), ...(sid === undefined ? {} : { sid }) };
  const cookies = [...browser.cookies, ...(session?.cookies ?? [])];
  return { form: { action: context.urlOf(request.path), hidden }, cookies };
}

/** What the pages of an interaction have in common: the client in the language of the person, and where the form may lead in the end. */
export interface InteractionView {
  readonly client: ClientView | undefined;
  readonly uiLocales: string | undefined;
  readonly formAction: readonly string[];
}

/** Tells what a page shows of the request that it is shown for. */
export function viewGoal(context: ProviderContext, request: EndpointRequest, goal: PageGoal): InteractionView {
  if (goal.kind === "page") return { client: undefined, uiLocales: undefined, formAction: [] };
  const { client, interaction } = goal;
  const { ui_locales: uiLocales, redirect_uri: redirectUri } = interaction.request;
  const view = viewClient(client, choosePageLanguage(context, request, uiLocales));
  return { client: view, uiLocales, formAction: redirectUri === undefined ? client.redirectUris : [redirectUri] };
}

/** An interaction that waits at a page, or the way to where it waits. */
export type PageEntry =
  | { readonly interaction: Interaction; readonly client: RegisteredClient; readonly goal: PageGoal }
  | { readonly elsewhere: Response };

/**
 * Finds the interaction of a page that needs one. Behind the back button, or in a second tab, an interaction may have gone on: then the browser is sent to where
 * it waits.
 */
export async function enterInteraction(
  context: ProviderContext,
  request: EndpointRequest,
  { target, prompt }: { readonly target: PageTarget; readonly prompt: Prompt },
): Promise<PageEntry> {
  const goal = await findGoal(context, request, target);
  if (goal.kind === "page") throw refuse("invalid_request", "interaction is missing.");
  const { interaction, client } = goal;
  if (interaction.prompt !== prompt) return { elsewhere: redirect(promptUrl(context, interaction)) };
  return { interaction, client, goal };
}

/** Goes on with the request of an interaction after a change of it; where another tab was faster, with what that tab has made of it. */
export async function proceed(
  context: ProviderContext,
  goal: PageGoal,
  { changes = {}, cookies = [] }: { readonly changes?: InteractionChanges; readonly cookies?: readonly string[] },
): Promise<Response> {
  if (goal.kind === "page") return redirect(goalUrl(context, goal), cookies);
  const { interaction } = goal;
  const next = await updateInteraction(context, interaction, changes).catch((error: unknown) => {
    if (error instanceof ProtocolRefusal && error.status === 409) return interaction;
    throw error;
  });
  const isAsked = changes.prompt !== undefined && next.prompt === changes.prompt;
  return redirect(isAsked ? promptUrl(context, next) : resumeUrl(context, next), cookies);
}
