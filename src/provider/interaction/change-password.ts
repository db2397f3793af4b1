import type { Account, PasswordChangeOutcome } from "../accounts/account-source.ts";
import { requireFormToken } from "../browser/form-token.ts";
import { redirect } from "../browser/redirect.ts";
import { loginUrl } from "../browser/return-target.ts";
import type { ProviderContext } from "../context.ts";
import type { EndpointRequest } from "../http/connection.ts";
import { readForm, readParameter } from "../http/read-form.ts";
import { refuse } from "../http/refusal.ts";
import type { Route } from "../http/route.ts";
import { prefersJson } from "../pages/accept.ts";
import { renderPage } from "../pages/render.ts";
import type { ActiveSession } from "../sessions/active-session.ts";
import { readSession, startSession } from "../sessions/sessions.ts";
import { type ChangeProblem, changeProblems } from "./change-problems.ts";
import { prepareForm, proceed, viewGoal } from "./interaction-page.ts";
import { promptUrl, resumeUrl } from "./interactions.ts";
import { findGoal, formPurpose, type PageGoal, type PageTarget, queryOf, readPageTarget } from "./page-goal.ts";
import { tryPassword } from "./try-password.ts";

/** The page where a signed-in person replaces their password: because it is a temporary one, or because they want to. */
export const changePasswordRoute: Route = {
  path: "/change-password",
  methods: ["GET", "POST"],
  kind: "page",
  handle: (context, request) => (request.raw.method === "POST" ? handleForm : handlePage)(context, request),
};

async function handlePage(context: ProviderContext, request: EndpointRequest): Promise<Response> {
  const target = readPageTarget(queryOf(request));
  const goal = await findGoal(context, request, target);
  const session = await readSession(context, request);
  if (session === undefined) return redirect(urlWithoutSession(context, goal));
  return movedOn(context, goal, session) ?? showPage(context, request, { target, goal, session });
}

async function handleForm(context: ProviderContext, request: EndpointRequest): Promise<Response> {
  const form = await readForm(request);
  const target = readPageTarget(form);
  const sid = readParameter(form, "sid") ?? "";
  await requireFormToken(context, request, form, formPurpose(request.path, target, sid));
  const goal = await findGoal(context, request, target);
  const found = await readSession(context, request);
  const session = found?.session.sid === sid ? found : undefined;
  if (session === undefined) return redirect(urlWithoutSession(context, goal), found?.cookies);
  const moved = movedOn(context, goal, session);
  if (moved !== undefined) return moved;
  const page = { target, goal, session };
  const currentPassword = readParameter(form, "password");
  const newPassword = readParameter(form, "new_password");
  if (currentPassword === undefined || newPassword === undefined)
    return answerProblem(context, request, { ...page, problem: "missing" });
  if (newPassword !== readParameter(form, "new_password_repeated"))
    return answerProblem(context, request, { ...page, problem: "differ" });
  const { problem, retryAfterSeconds, changed } = await change(context, request, {
    session,
    currentPassword,
    newPassword,
  });
  if (changed === undefined) return answerProblem(context, request, { ...page, problem, retryAfterSeconds });
  const { amr, acr, remember } = session.session;
  const renewed = await startSession(context, request, { account: changed, amr, acr, remember }, session.session);
  const { sid: authenticatedSid, authTimeMs: authenticatedAtMs } = renewed.session;
  return proceed(context, goal, { changes: { authenticatedSid, authenticatedAtMs }, cookies: renewed.cookies });
}

interface Change {
  readonly session: ActiveSession;
  readonly currentPassword: string;
  readonly newPassword: string;
}

interface ChangeResult {
  readonly problem: ChangeProblem;
  readonly retryAfterSeconds?: number | undefined;
  readonly changed?: Account | undefined;
}

/** The current password can be guessed here as well as on the login page: the same limits hold. */
async function change(
  context: ProviderContext,
  request: EndpointRequest,
  { session: { session, account }, currentPassword, newPassword }: Change,
): Promise<ChangeResult> {
  const { changePassword } = context.accounts;
  if (changePassword === undefined) throw refuseChange();
  const seen: { outcome?: PasswordChangeOutcome } = {};
  const verify = async (): Promise<Account | undefined> => {
    seen.outcome = await changePassword({ accountId: account.id, currentPassword, newPassword, sid: session.sid });
    return seen.outcome.outcome === "refused" && seen.outcome.problem === "wrong_password" ? undefined : account;
  };
  const attempt = await tryPassword(context, request, { who: account, verify });
  if (attempt.outcome === "throttled") return { problem: "throttled", retryAfterSeconds: attempt.retryAfterSeconds };
  const { outcome } = seen;
  return outcome?.outcome === "changed"
    ? { problem: "wrong_password", changed: outcome.account }
    : { problem: outcome?.problem ?? "wrong_password" };
}

/** Without a session, or in that of somebody else, the page has nobody to speak to. */
function urlWithoutSession(context: ProviderContext, goal: PageGoal): string {
  return goal.kind === "page" ? loginUrl(context, goal.returnTo) : resumeUrl(context, goal.interaction);
}

/** Back button, second tab: the request may wait for something else by now. */
function movedOn(context: ProviderContext, goal: PageGoal, { cookies }: ActiveSession): Response | undefined {
  if (goal.kind === "page" || goal.interaction.prompt === "change_password") return undefined;
  return redirect(promptUrl(context, goal.interaction), cookies);
}

interface ChangePage {
  readonly target: PageTarget;
  readonly goal: PageGoal;
  readonly session: ActiveSession;
  readonly problem?: ChangeProblem | undefined;
  readonly retryAfterSeconds?: number | undefined;
}

async function answerProblem(
  context: ProviderContext,
  request: EndpointRequest,
  page: ChangePage & { readonly problem: ChangeProblem },
): Promise<Response> {
  if (!prefersJson(request.raw.headers.get("accept"))) return showPage(context, request, page);
  const { status, description, key } = changeProblems[page.problem];
  throw refuse("invalid_request", { status, description, problem: key, headers: waitFor(page.retryAfterSeconds) });
}

async function showPage(
  context: ProviderContext,
  request: EndpointRequest,
  { target, goal, session, problem, retryAfterSeconds }: ChangePage,
): Promise<Response> {
  if (context.accounts.changePassword === undefined) throw refuseChange();
  const { form, cookies } = await prepareForm(context, request, { target, session });
  const { uiLocales, formAction } = viewGoal(context, request, goal);
  const { status, key } = problem === undefined ? { status: 200, key: undefined } : changeProblems[problem];
  const view = { ...form, uiLocales, problem: key, displayName: session.account.displayName };
  const headers = waitFor(retryAfterSeconds);
  return renderPage(context, request, "changePassword", view, { status, cookies, formAction, headers });
}

function waitFor(seconds: number | undefined): Readonly<Record<string, string>> {
  return seconds === undefined ? {} : { "Retry-After": String(seconds) };
}

function refuseChange(): Error {
  return refuse("server_error", {
    description: "Passwords can't be changed here.",
    reason: "accounts.changePassword is missing",
  });
}
