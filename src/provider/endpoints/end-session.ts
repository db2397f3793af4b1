import { type EndSessionRequest, endSessionRequestSchema } from "../../../generated/messages/end-session-request.ts";
import { parseUrl } from "../../util/url.ts";
import { readOrCreateBrowserId } from "../browser/browser-id.ts";
import { clearCookie, readCookie } from "../browser/cookies.ts";
import { createFormToken, requireFormToken } from "../browser/form-token.ts";
import type { ProviderContext } from "../context.ts";
import type { EndpointRequest } from "../http/connection.ts";
import { readForm, readParameter, readParameters } from "../http/read-form.ts";
import { refuse } from "../http/refusal.ts";
import type { Route } from "../http/route.ts";
import { listLogoutFrames, withLogoutFrames } from "../logout/front-channel.ts";
import { type LogoutRequest, readLogoutRequest } from "../logout/logout-request.ts";
import { viewClient } from "../pages/client-view.ts";
import { choosePageLanguage, renderPage } from "../pages/render.ts";
import type { ActiveSession } from "../sessions/active-session.ts";
import { endSession, readSession } from "../sessions/sessions.ts";
import { subjectFor } from "../tokens/subject.ts";

/**
 * The logout: at once where an ID token of this provider says that the client means the person who is signed in, otherwise after a question.
 * @see OpenID Connect RP-Initiated Logout §2
 */
export const endSessionRoutes: readonly Route[] = [
  {
    path: "/end-session",
    methods: ["GET", "POST"],
    kind: "page",
    metadata: "end_session_endpoint",
    handle: handleEndSession,
  },
  { path: "/end-session/confirm", methods: ["POST"], kind: "page", handle: handleConfirmation },
];

async function handleEndSession(context: ProviderContext, request: EndpointRequest): Promise<Response> {
  const { raw } = request;
  // A look at the header fields must not sign anybody out.
  if (raw.method === "HEAD") return new Response(null, { headers: { "Cache-Control": "no-store" } });
  const parameters = raw.method === "POST" ? await readForm(request) : new URL(raw.url).searchParams;
  const message = readParameters(endSessionRequestSchema, parameters);
  const asked = await readLogoutRequest(context, message);
  const active = await readSession(context, request);
  if (active === undefined)
    return isWithoutCookies(context, request, parameters)
      ? postAgain(context, request, message)
      : finish(context, request, { asked, frames: [] });
  const isMeant = await concerns(context, asked, active);
  return isMeant && !isSpeculative(raw)
    ? signOut(context, request, { asked, active })
    : ask(context, request, { asked, active, message });
}

async function handleConfirmation(context: ProviderContext, request: EndpointRequest): Promise<Response> {
  const form = await readForm(request);
  await requireFormToken(context, request, form, formPurpose);
  const asked = await readLogoutRequest(context, readParameters(endSessionRequestSchema, form));
  const decision = readParameter(form, "decision");
  if (decision === "deny") return renderPage(context, request, "outcome", { outcome: "outcome.stillSignedIn" });
  if (decision !== "allow") throw refuse("invalid_request", "The form has no decision.");
  const active = await readSession(context, request);
  if (active === undefined) return finish(context, request, { asked, frames: [] });
  return signOut(context, request, { asked, active });
}

interface KnownLogout {
  readonly asked: LogoutRequest;
  readonly active: ActiveSession;
}

/** Whether the person who is signed in is the one that the client means. */
async function concerns(
  context: ProviderContext,
  { hint, client }: LogoutRequest,
  { session }: ActiveSession,
): Promise<boolean> {
  if (hint === undefined || client === undefined) return false;
  const [issuedTo, own] = [await context.clients.find(hint.clientId), session.accountId];
  return issuedTo !== undefined && (await subjectFor(context, issuedTo, own)) === hint.sub;
}

async function ask(
  context: ProviderContext,
  request: EndpointRequest,
  { asked: { client, returnTo }, active, message }: KnownLogout & { readonly message: EndSessionRequest },
): Promise<Response> {
  const browser = readOrCreateBrowserId(context, request);
  const { post_logout_redirect_uri, state } = message;
  const hidden = {
    csrf_token: await createFormToken(context, browser.id, formPurpose),
    ...(client === undefined ? {} : { client_id: client.clientId }),
    ...(post_logout_redirect_uri === undefined ? {} : { post_logout_redirect_uri }),
    ...(state === undefined ? {} : { state }),
  };
  const view = {
    action: context.urlOf("/end-session/confirm"),
    hidden,
    displayName: active.account.displayName,
    ...(client === undefined ? {} : { client: viewClient(client, choosePageLanguage(context, request)) }),
  };
  const cookies = [...browser.cookies, ...active.cookies];
  return renderPage(context, request, "logout", view, {
    cookies,
    formAction: returnTo === undefined ? [] : [returnTo],
  });
}

async function signOut(
  context: ProviderContext,
  request: EndpointRequest,
  { asked, active }: KnownLogout,
): Promise<Response> {
  const frames = await listLogoutFrames(context, active.session);
  await endSession(context, active.session, "logout");
  return finish(context, request, { asked, frames });
}

/** Where frames are to be loaded, the browser goes on a little later. */
async function finish(
  context: ProviderContext,
  request: EndpointRequest,
  { asked: { returnTo }, frames }: { readonly asked: LogoutRequest; readonly frames: readonly string[] },
): Promise<Response> {
  const cookies = readCookie(context, request, "session") === undefined ? [] : [clearCookie(context, "session")];
  if (returnTo !== undefined && frames.length === 0) {
    const headers = new Headers({ Location: returnTo, "Cache-Control": "no-store", "Referrer-Policy": "no-referrer" });
    for (const cookie of cookies) headers.append("Set-Cookie", cookie);
    return new Response(null, { status: 303, headers });
  }
  const link = returnTo === undefined ? {} : { link: { href: returnTo, text: "formPost.submit" as const } };
  const page = await renderPage(context, request, "outcome", { outcome: "outcome.signedOut", ...link }, { cookies });
  return withLogoutFrames(page, { frames, returnTo });
}

/** A form of another site comes without cookies; posted once more by a page of ours, it comes with them. */
function isWithoutCookies(context: ProviderContext, { raw }: EndpointRequest, parameters: URLSearchParams): boolean {
  if (raw.method !== "POST" || parameters.has(postedAgain)) return false;
  const site = raw.headers.get("sec-fetch-site");
  if (site !== null) return site === "cross-site";
  const origin = raw.headers.get("origin");
  return origin !== null && origin !== parseUrl(context.issuer)?.origin;
}

function postAgain(context: ProviderContext, request: EndpointRequest, message: EndSessionRequest): Promise<Response> {
  const parameters = { ...textMembers(message), [postedAgain]: "1" };
  return renderPage(context, request, "formPost", { action: context.urlOf(request.path), parameters });
}

function textMembers(message: EndSessionRequest): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(message).filter(([, value]) => typeof value === "string"));
}

/** A browser that loads pages before anybody asked for them. */
function isSpeculative({ headers }: Request): boolean {
  return /\bprefetch\b|\bprerender\b/.test(headers.get("sec-purpose") ?? headers.get("purpose") ?? "");
}

const formPurpose = "logout";
const postedAgain = "posted_again";
