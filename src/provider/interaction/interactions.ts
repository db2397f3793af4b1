import type { AuthorizationRequest } from "../../../generated/messages/authorization-request.ts";
import { equalConstantTime } from "../../util/constant-time.ts";
import { readBrowserId, readOrCreateBrowserId } from "../browser/browser-id.ts";
import { redirect } from "../browser/redirect.ts";
import type { ProviderContext } from "../context.ts";
import { sha256 } from "../crypto/digest.ts";
import { createHandle } from "../crypto/handle.ts";
import type { EndpointRequest } from "../http/connection.ts";
import { type ProtocolRefusal, refuse } from "../http/refusal.ts";
import { limitRequests, requestNetwork } from "../throttling/limit-requests.ts";
import type { Interaction, Prompt } from "./interaction.ts";
import { browserHashOf, interactionKey, parseInteraction, writeInteraction } from "./stored-interaction.ts";

/** What a new interaction is about. */
export interface NewInteraction {
  readonly clientId: string;
  readonly request: AuthorizationRequest;
  readonly prompt: Prompt;
  readonly pushedRequestHash?: string | undefined;
}

/** What of an interaction can change. */
export type InteractionChanges = Partial<
  Pick<
    Interaction,
    "prompt" | "authenticatedSid" | "authenticatedAtMs" | "isAccountSelected" | "consented" | "consentedSid"
  >
>;

/**
 * Keeps a request until a person has done what it needs, and sends their browser to the page for it. It belongs to this browser alone.
 * @throws ProtocolRefusal `temporarily_unavailable` (429) with `Retry-After` where too many come from one network
 */
export async function createInteraction(
  context: ProviderContext,
  request: EndpointRequest,
  about: NewInteraction,
): Promise<{ readonly interaction: Interaction; readonly response: Response }> {
  await limitRequests(context, "interaction", requestNetwork(request));
  const browser = readOrCreateBrowserId(context, request);
  const expiresAtMs = context.clock() + context.lifetimes.interactionSeconds * 1000;
  const interaction: Interaction = { ...about, id: createHandle(context.random), expiresAtMs, version: 1 };
  const stored = await context.store.artifacts.put(writeInteraction(interaction, sha256(browser.id)));
  if (!stored) throw new Error("The handle of a new interaction is taken.");
  context.report({ type: "authorization.started", clientId: about.clientId, endpoint: request.path });
  return { interaction, response: redirect(promptUrl(context, interaction), browser.cookies) };
}

/**
 * Reads an interaction of the browser that sends the request.
 * @throws ProtocolRefusal `access_denied` (403) without the cookie of the browser that began it; `invalid_request` for one that is unknown, over, or expired
 */
export async function readInteraction(
  context: ProviderContext,
  request: EndpointRequest,
  id: string,
): Promise<Interaction> {
  const artifact = await context.store.artifacts.find(interactionKey(id));
  if (artifact === undefined) throw refuseInteraction("interaction-unknown");
  const browserId = readBrowserId(context, request);
  if (browserId === undefined) throw refuseInteraction("cookie-missing");
  if (!equalConstantTime(browserHashOf(artifact), sha256(browserId))) throw refuseInteraction("other-browser");
  if (artifact.consumedAtMs !== undefined) throw refuseInteraction("interaction-finished");
  if (artifact.expiresAtMs <= context.clock()) throw refuseInteraction("interaction-expired");
  return parseInteraction(id, artifact);
}

/**
 * Changes an interaction. A change that is set to `undefined` is taken back.
 * @throws ProtocolRefusal `invalid_request` (409) where it was changed meanwhile, in another tab
 */
export async function updateInteraction(
  context: ProviderContext,
  interaction: Interaction,
  changes: InteractionChanges,
): Promise<Interaction> {
  const { artifacts } = context.store;
  const stored = await artifacts.find(interactionKey(interaction.id));
  if (stored === undefined) throw refuseInteraction("interaction-unknown");
  const next = { ...interaction, ...changes, version: interaction.version + 1 };
  if (!(await artifacts.update(writeInteraction(next, browserHashOf(stored)))))
    throw refuseInteraction("interaction-changed");
  return Object.freeze(next);
}

/** Ends an interaction; `false` where somebody else did already. For an hour it is remembered that it is over, so that a page behind the back button can say so. */
export async function finishInteraction(context: ProviderContext, interaction: Interaction): Promise<boolean> {
  const { outcome } = await context.store.artifacts.consume(interactionKey(interaction.id), context.clock());
  return outcome === "consumed";
}

/** URL of the page that an interaction waits at. */
export function promptUrl({ urlOf }: ProviderContext, { id, prompt }: Pick<Interaction, "id" | "prompt">): string {
  return `${urlOf(promptPaths[prompt])}?${new URLSearchParams({ interaction: id })}`;
}

/** URL that goes on with the request of an interaction. */
export function resumeUrl({ urlOf }: ProviderContext, { id }: Pick<Interaction, "id">): string {
  return `${urlOf("/authorize/resume")}?${new URLSearchParams({ interaction: id })}`;
}

type Obstacle = keyof typeof obstacles;

/** The page says what to do; the events say which it was. */
function refuseInteraction(reason: Obstacle): ProtocolRefusal {
  const [error, status, problem, description] = obstacles[reason];
  return refuse(error, { description, status, reason, problem });
}

const obstacles = {
  "cookie-missing": [
    "access_denied",
    403,
    "problem.cookieMissing",
    "The browser sent no cookie. Allow cookies for this site, then go back to the application and start again.",
  ],
  "other-browser": [
    "access_denied",
    403,
    "problem.otherBrowser",
    "This was begun in another browser. Go back to the application and start again in this one.",
  ],
  "interaction-unknown": [
    "invalid_request",
    400,
    "problem.interactionExpired",
    "This sign-in is not known, or was over long ago. Go back to the application and start again.",
  ],
  "interaction-finished": [
    "invalid_request",
    400,
    "problem.interactionFinished",
    "This sign-in has been dealt with already, perhaps in another tab. Go back to the application.",
  ],
  "interaction-expired": [
    "invalid_request",
    400,
    "problem.interactionExpired",
    "This sign-in took too long. Go back to the application and start again.",
  ],
  "interaction-changed": [
    "invalid_request",
    409,
    "problem.interactionFinished",
    "This sign-in went on in another tab at the same moment. Load the page again.",
  ],
} as const;

const promptPaths = {
  login: "/login",
  consent: "/consent",
  select_account: "/select-account",
  change_password: "/change-password",
} as const;
