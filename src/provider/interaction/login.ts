import { authenticationMethods } from "../../constants/authentication-methods.ts";
import type { Account } from "../accounts/account-source.ts";
import { requireFormToken } from "../browser/form-token.ts";
import { redirect } from "../browser/redirect.ts";
import type { ProviderContext } from "../context.ts";
import type { EndpointRequest } from "../http/connection.ts";
import { readForm, readParameter } from "../http/read-form.ts";
import { refuse } from "../http/refusal.ts";
import type { Route } from "../http/route.ts";
import { prefersJson } from "../pages/accept.ts";
import { renderPage } from "../pages/render.ts";
import { readSession, startSession } from "../sessions/sessions.ts";
import { prepareForm, proceed, viewGoal } from "./interaction-page.ts";
import { promptUrl } from "./interactions.ts";
import { writeKnownDevice } from "./known-device.ts";
import { type LoginProblem, loginProblems, refuseLogin } from "./login-problems.ts";
import {
  findGoal,
  formPurpose,
  goalUrl,
  type PageGoal,
  type PageTarget,
  pageUrl,
  queryOf,
  readPageTarget,
} from "./page-goal.ts";
import { passesWithoutLogin } from "./passes-without-login.ts";
import { tryPassword } from "./try-password.ts";

/** The login page: for a request of a client that waits, or for a page of the provider itself. */
export const loginRoute: Route = {
  path: "/login",
  methods: ["GET", "POST"],
  kind: "page",
  handle: (context, request) => (request.raw.method === "POST" ? handleForm : handlePage)(context, request),
};

async function handlePage(context: ProviderContext, request: EndpointRequest): Promise<Response> {
  const target = readPageTarget(queryOf(request));
  const goal = await findGoal(context, request, target);
  const moved = movedOn(context, goal);
  if (moved !== undefined) return moved;
  const session = await readSession(context, request);
  const { cookies = [] } = session ?? {};
  if (session !== undefined && goal.kind === "page") return redirect(goalUrl(context, goal), cookies);
  if (session !== undefined && goal.kind === "interaction" && passesWithoutLogin(context, goal, session)) {
    const { sid, authTimeMs } = session.session;
    return proceed(context, goal, { changes: { authenticatedSid: sid, authenticatedAtMs: authTimeMs }, cookies });
  }
  const hint = goal.kind === "interaction" ? goal.interaction.request.login_hint : undefined;
  return showLogin(context, request, { target, goal, typed: { login: hint ?? "", remember: false } });
}

async function handleForm(context: ProviderContext, request: EndpointRequest): Promise<Response> {
  const form = await readForm(request);
  const target = readPageTarget(form);
  await requireFormToken(context, request, form, formPurpose(request.path, target));
  const goal = await findGoal(context, request, target);
  const moved = movedOn(context, goal);
  if (moved !== undefined) return moved;
  if (readParameter(form, "cancel") !== undefined && goal.kind === "interaction")
    return proceed(context, goal, { changes: { consented: false } });
  const typed = {
    login: readParameter(form, "login")?.trim() ?? "",
    password: readParameter(form, "password") ?? "",
    remember: readParameter(form, "remember") !== undefined,
  };
  const page = { target, goal, typed };
  if (typed.login === "" || typed.password === "")
    return answerProblem(context, request, { ...page, problem: "missing" });
  const { login, password } = typed;
  const attempt = await tryPassword(context, request, { who: login, verify: () => verify(context, login, password) });
  if (attempt.outcome === "wrong") return answerProblem(context, request, { ...page, problem: "credentials" });
  if (attempt.outcome === "throttled")
    return answerProblem(context, request, {
      ...page,
      problem: "throttled",
      retryAfterSeconds: attempt.retryAfterSeconds,
    });
  const { account, subject } = attempt;
  return signIn(context, request, { goal, typed, account, subject });
}

interface Typed {
  readonly login: string;
  readonly remember: boolean;
}

interface LoginPage {
  readonly target: PageTarget;
  readonly goal: PageGoal;
  readonly typed: Typed;
  readonly problem?: LoginProblem | undefined;
  readonly retryAfterSeconds?: number | undefined;
}

/** Back button, second tab: the request may wait for something else by now. */
function movedOn(context: ProviderContext, goal: PageGoal): Response | undefined {
  if (goal.kind === "page" || goal.interaction.prompt === "login") return undefined;
  return redirect(promptUrl(context, goal.interaction));
}

async function verify({ accounts }: ProviderContext, login: string, password: string): Promise<Account | undefined> {
  if (accounts.verifyPassword === undefined) throw new Error("The accounts have no verifyPassword.");
  return accounts.verifyPassword(login, password);
}

interface SignIn {
  readonly goal: PageGoal;
  readonly typed: Typed;
  readonly account: Account;
  readonly subject: string;
}

/** What was consented to before the login was said by whoever was signed in then. */
async function signIn(
  context: ProviderContext,
  request: EndpointRequest,
  { goal, typed, account, subject }: SignIn,
): Promise<Response> {
  const amr = [authenticationMethods.password];
  const { session, cookies } = await startSession(context, request, { account, amr, remember: typed.remember });
  const { sid, authTimeMs, accountId } = session;
  const clientId = goal.kind === "interaction" ? goal.interaction.clientId : undefined;
  context.report({ type: "login.succeeded", accountId, sid, clientId, endpoint: request.path });
  const set = [...cookies, await writeKnownDevice(context, subject)];
  const mustChange = account.requiresPasswordChange === true;
  if (mustChange && goal.kind === "page") return redirect(pageUrl(context, "/change-password", goal), set);
  const done = { authenticatedSid: sid, authenticatedAtMs: authTimeMs, consented: undefined, consentedSid: undefined };
  const changes = mustChange ? { ...done, prompt: "change_password" as const } : done;
  return proceed(context, goal, { changes, cookies: set });
}

async function answerProblem(
  context: ProviderContext,
  request: EndpointRequest,
  page: LoginPage & { readonly problem: LoginProblem },
): Promise<Response> {
  const { problem, retryAfterSeconds } = page;
  if (prefersJson(request.raw.headers.get("accept"))) throw refuseLogin(problem, retryAfterSeconds);
  return showLogin(context, request, page);
}

async function showLogin(
  context: ProviderContext,
  request: EndpointRequest,
  { target, goal, typed, problem, retryAfterSeconds }: LoginPage,
): Promise<Response> {
  if (context.accounts.verifyPassword === undefined)
    throw refuse("server_error", {
      description: "Nobody can sign in here with a password.",
      reason: "accounts.verifyPassword is missing",
    });
  const { form, cookies } = await prepareForm(context, request, { target });
  const { client, uiLocales, formAction } = viewGoal(context, request, goal);
  const { status, key } = problem === undefined ? { status: 200, key: undefined } : loginProblems[problem];
  const headers = retryAfterSeconds === undefined ? {} : { "Retry-After": String(retryAfterSeconds) };
  const view = { ...form, client, uiLocales, retryAfterSeconds, problem: key, canCancel: goal.kind === "interaction" };
  const { login, remember } = typed;
  return renderPage(context, request, "login", { ...view, login, remember }, { status, cookies, formAction, headers });
}
