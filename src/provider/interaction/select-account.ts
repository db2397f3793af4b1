import { requireFormToken } from "../browser/form-token.ts";
import { redirect } from "../browser/redirect.ts";
import type { ProviderContext } from "../context.ts";
import type { EndpointRequest } from "../http/connection.ts";
import { readForm, readParameter } from "../http/read-form.ts";
import { refuse } from "../http/refusal.ts";
import type { Route } from "../http/route.ts";
import { renderPage } from "../pages/render.ts";
import { readSession } from "../sessions/sessions.ts";
import { enterInteraction, prepareForm, proceed, viewGoal } from "./interaction-page.ts";
import { resumeUrl } from "./interactions.ts";
import { formPurpose, queryOf, readPageTarget } from "./page-goal.ts";

/** The page that asks whether to go on with the signed-in account or to sign in with another. */
export const selectAccountRoute: Route = {
  path: "/select-account",
  methods: ["GET", "POST"],
  kind: "page",
  handle: (context, request) => (request.raw.method === "POST" ? handleForm : handlePage)(context, request),
};

async function handlePage(context: ProviderContext, request: EndpointRequest): Promise<Response> {
  const target = readPageTarget(queryOf(request));
  const entry = await enterInteraction(context, request, { target, prompt: "select_account" });
  if ("elsewhere" in entry) return entry.elsewhere;
  const session = await readSession(context, request);
  if (session === undefined) return redirect(resumeUrl(context, entry.interaction));
  const { form, cookies } = await prepareForm(context, request, { target, session });
  const { client, uiLocales, formAction } = viewGoal(context, request, entry.goal);
  const view = { ...form, client, uiLocales, displayName: session.account.displayName };
  return renderPage(context, request, "selectAccount", view, { cookies, formAction });
}

async function handleForm(context: ProviderContext, request: EndpointRequest): Promise<Response> {
  const form = await readForm(request);
  const target = readPageTarget(form);
  const sid = readParameter(form, "sid") ?? "";
  await requireFormToken(context, request, form, formPurpose(request.path, target, sid));
  const entry = await enterInteraction(context, request, { target, prompt: "select_account" });
  if ("elsewhere" in entry) return entry.elsewhere;
  const { interaction, goal } = entry;
  const session = await readSession(context, request);
  if (session?.session.sid !== sid) return redirect(resumeUrl(context, interaction), session?.cookies);
  const choice = readParameter(form, "account");
  if (choice !== "current" && choice !== "other") throw refuse("invalid_request", "account must be current or other.");
  const changes =
    choice === "other" ? ({ isAccountSelected: true, prompt: "login" } as const) : { isAccountSelected: true };
  return proceed(context, goal, { changes, cookies: session.cookies });
}
