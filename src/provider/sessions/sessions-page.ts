import { clearCookie } from "../browser/cookies.ts";
import { requireFormToken } from "../browser/form-token.ts";
import { redirect } from "../browser/redirect.ts";
import { loginUrl, withReturnTarget } from "../browser/return-target.ts";
import type { ProviderContext } from "../context.ts";
import type { EndpointRequest } from "../http/connection.ts";
import { readForm, readParameter } from "../http/read-form.ts";
import { refuse } from "../http/refusal.ts";
import type { Route } from "../http/route.ts";
import { prepareForm } from "../interaction/interaction-page.ts";
import { formPurpose } from "../interaction/page-goal.ts";
import { renderPage } from "../pages/render.ts";
import type { SessionView } from "../pages/views.ts";
import type { Session } from "../stores/records.ts";
import type { ActiveSession } from "./active-session.ts";
import { endAccountSessions, endSession, readSession } from "./sessions.ts";

/** The page of signed-in devices, where each can be signed out. */
export const sessionsRoute: Route = {
  path: "/sessions",
  methods: ["GET", "POST"],
  kind: "page",
  handle: (context, request) => (request.raw.method === "POST" ? handleForm : handlePage)(context, request),
};

async function handlePage(context: ProviderContext, request: EndpointRequest): Promise<Response> {
  const active = await readSession(context, request);
  if (active === undefined) return redirect(loginUrl(context, target.returnTo));
  const { account, session } = active;
  if (account.requiresPasswordChange === true)
    return redirect(withReturnTarget(context, "/change-password", target.returnTo), active.cookies);
  const { form, cookies } = await prepareForm(context, request, { target, session: active });
  const all = await context.store.sessions.list(account.id, context.clock());
  const views = all.map((each) => viewSession(each, session.sid));
  const sessions = [...views.filter(({ isCurrent }) => isCurrent), ...views.filter(({ isCurrent }) => !isCurrent)];
  return renderPage(context, request, "sessions", { ...form, displayName: account.displayName, sessions }, { cookies });
}

async function handleForm(context: ProviderContext, request: EndpointRequest): Promise<Response> {
  const form = await readForm(request);
  const sid = readParameter(form, "sid") ?? "";
  await requireFormToken(context, request, form, formPurpose(request.path, target, sid));
  const active = await readSession(context, request);
  if (active?.session.sid !== sid) return redirect(context.urlOf(request.path), active?.cookies);
  const which = readParameter(form, "end");
  if (which === undefined) throw refuse("invalid_request", "end is missing: others, all, or the sid of a session.");
  const isOver = await endSessions(context, active, which);
  return isOver
    ? redirect(loginUrl(context, target.returnTo), [clearCookie(context, "session")])
    : redirect(context.urlOf(request.path), active.cookies);
}

/** Ends sessions of the person's own; gives whether the one of this browser was among them. */
async function endSessions(
  context: ProviderContext,
  { session: own, account }: ActiveSession,
  which: string,
): Promise<boolean> {
  if (which === "others") await endAccountSessions(context, account.id, "ended_by_user", own.sid);
  if (which === "all") await endAccountSessions(context, account.id, "ended_by_user");
  const all = await context.store.sessions.list(account.id, context.clock());
  const chosen = all.find(({ sid }) => sid === which);
  if (chosen !== undefined) await endSession(context, chosen, "ended_by_user");
  return which === "all" || which === own.sid;
}

function viewSession(session: Session, currentSid: string): SessionView {
  const { sid, userAgent = "", address, createdAtMs, lastSeenAtMs } = session;
  return { sid, isCurrent: sid === currentSid, device: userAgent, address, createdAtMs, lastSeenAtMs };
}

const target = { returnTo: "/sessions" } as const;
