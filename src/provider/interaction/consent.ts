import { scopes } from "../../constants/scopes.ts";
import type { ConsentFacts } from "../authorization/authorization-options.ts";
import { findMissingConsent } from "../authorization/consent-policy.ts";
import { requireFormToken } from "../browser/form-token.ts";
import { redirect } from "../browser/redirect.ts";
import type { ProviderContext } from "../context.ts";
import type { EndpointRequest } from "../http/connection.ts";
import { readForm, readParameter } from "../http/read-form.ts";
import { refuse } from "../http/refusal.ts";
import type { Route } from "../http/route.ts";
import { viewClient } from "../pages/client-view.ts";
import { viewDetails } from "../pages/detail-view.ts";
import { choosePageLanguage, renderPage } from "../pages/render.ts";
import type { ConsentView } from "../pages/views.ts";
import { readSession } from "../sessions/sessions.ts";
import { enterInteraction, prepareForm, proceed, viewGoal } from "./interaction-page.ts";
import { resumeUrl } from "./interactions.ts";
import { formPurpose, queryOf, readPageTarget } from "./page-goal.ts";

/** The consent page: what a client asks for, and whether the signed-in person allows it. */
export const consentRoute: Route = {
  path: "/consent",
  methods: ["GET", "POST"],
  kind: "page",
  handle: (context, request) => (request.raw.method === "POST" ? handleForm : handlePage)(context, request),
};

async function handlePage(context: ProviderContext, request: EndpointRequest): Promise<Response> {
  const target = readPageTarget(queryOf(request));
  const entry = await enterInteraction(context, request, { target, prompt: "consent" });
  if ("elsewhere" in entry) return entry.elsewhere;
  const { interaction, client, goal } = entry;
  const session = await readSession(context, request);
  if (session === undefined) return redirect(resumeUrl(context, interaction));
  const { account } = session;
  const { facts } = await findMissingConsent(context, { client, account, request: interaction.request });
  const { form, cookies } = await prepareForm(context, request, { target, session });
  const { uiLocales, formAction } = viewGoal(context, request, goal);
  const view = {
    ...form,
    uiLocales,
    client: viewClient(client, choosePageLanguage(context, request, uiLocales)),
    displayName: account.displayName,
    ...viewFacts(facts, interaction.request.resource ?? []),
  };
  return renderPage(context, request, "consent", view, { cookies, formAction });
}

async function handleForm(context: ProviderContext, request: EndpointRequest): Promise<Response> {
  const form = await readForm(request);
  const target = readPageTarget(form);
  const sid = readParameter(form, "sid") ?? "";
  await requireFormToken(context, request, form, formPurpose(request.path, target, sid));
  const entry = await enterInteraction(context, request, { target, prompt: "consent" });
  if ("elsewhere" in entry) return entry.elsewhere;
  const { interaction, goal } = entry;
  const session = await readSession(context, request);
  // Somebody else may have signed in since the page was shown: what it asked was not asked of them.
  if (session?.session.sid !== sid) return redirect(resumeUrl(context, interaction), session?.cookies);
  const decision = readParameter(form, "decision");
  if (decision !== "allow" && decision !== "deny") throw refuse("invalid_request", "decision must be allow or deny.");
  const changes = { consented: decision === "allow", consentedSid: sid };
  return proceed(context, goal, { changes, cookies: session.cookies });
}

function viewFacts(
  { scope, missingScope, missingClaims, authorizationDetails }: ConsentFacts,
  resources: readonly string[],
): Pick<ConsentView, "scopes" | "claims" | "resources" | "details" | "isOffline"> {
  return {
    scopes: scope.map((value) => ({ scope: value, title: value, isGranted: !missingScope.includes(value) })),
    // What nobody is shown, nobody has allowed.
    claims: missingClaims,
    resources,
    details: viewDetails(authorizationDetails),
    isOffline: scope.includes(scopes.offlineAccess),
  };
}
