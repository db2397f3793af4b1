import { requireFormToken } from "../browser/form-token.ts";
import { redirect } from "../browser/redirect.ts";
import { loginUrl, withReturnTarget } from "../browser/return-target.ts";
import type { ProviderContext } from "../context.ts";
import {
  confirmPurpose,
  type DeviceVisit,
  entryPurpose,
  showConfirmation,
  showEntry,
  showOutcome,
} from "../device/device-pages.ts";
import { type DeviceRequest, findDeviceRequest } from "../device/find-device-request.ts";
import { readUserCode, showUserCode } from "../device/user-code.ts";
import type { EndpointRequest } from "../http/connection.ts";
import { readForm, readParameter } from "../http/read-form.ts";
import { refuse } from "../http/refusal.ts";
import type { Route } from "../http/route.ts";
import { type Decision, decideRequest } from "../pending/decide-request.ts";
import type { ActiveSession } from "../sessions/active-session.ts";
import { readSession } from "../sessions/sessions.ts";

/**
 * The page where people enter the code of their device, and say whether it is theirs.
 * @see RFC 8628 §3.3
 */
export const deviceRoute: Route = {
  path: "/device",
  methods: ["GET", "POST"],
  kind: "page",
  handle: (context, request) => (request.raw.method === "POST" ? post(context, request) : show(context, request)),
};

async function show(context: ProviderContext, request: EndpointRequest): Promise<Response> {
  const userCode = readParameter(new URL(request.raw.url).searchParams, "user_code");
  const session = await readSession(context, request);
  if (session === undefined) return goToLogin(context, userCode);
  if (session.account.requiresPasswordChange === true) return goToPasswordChange(context, session, userCode);
  const visit = { request, session };
  return userCode === undefined ? showEntry(context, visit) : showConfirmation(context, visit, userCode);
}

async function post(context: ProviderContext, request: EndpointRequest): Promise<Response> {
  const form = await readForm(request);
  const userCode = readParameter(form, "user_code") ?? "";
  const decision = readParameter(form, "decision");
  const session = await readSession(context, request);
  if (session === undefined) return goToLogin(context, userCode);
  if (session.account.requiresPasswordChange === true) return goToPasswordChange(context, session, userCode);
  const visit = { request, session };
  if (decision !== undefined) return decide(context, visit, { form, userCode, decision });
  await requireFormToken(context, request, form, entryPurpose);
  return showConfirmation(context, visit, userCode);
}

interface Answer {
  readonly form: URLSearchParams;
  readonly userCode: string;
  readonly decision: string;
}

async function decide(
  context: ProviderContext,
  visit: DeviceVisit,
  { form, userCode, decision }: Answer,
): Promise<Response> {
  const purpose = await confirmPurpose(context, userCode, visit.session);
  await requireFormToken(context, visit.request, form, purpose);
  const search = await findDeviceRequest(context, userCode, visit);
  if (search.outcome !== "found") return showEntry(context, visit, { userCode, search });
  if (decision !== "allow" && decision !== "deny") throw refuse("invalid_request", "decision must be allow or deny.");
  const isAllowed = decision === "allow";
  const key = { kind: "device_code", hash: search.request.hash } as const;
  const outcome = await decideRequest(context, key, isAllowed ? approve(context, visit) : { allow: false });
  if (outcome !== "decided") return showEntry(context, visit, { userCode, search: { outcome: "unknown" } });
  report(context, visit, { request: search.request, isAllowed });
  return showOutcome(context, visit, isAllowed ? "outcome.deviceAllowed" : "outcome.deviceDenied");
}

function approve({ clock }: ProviderContext, { session: { session, account } }: DeviceVisit): Decision {
  const { authTimeMs, acr, amr } = session;
  return { allow: true, approval: { accountId: account.id, approvedAtMs: clock(), authTimeMs, acr, amr } };
}

function report(
  context: ProviderContext,
  { request: { path }, session }: DeviceVisit,
  { request, isAllowed }: { readonly request: DeviceRequest; readonly isAllowed: boolean },
): void {
  context.report({
    type: isAllowed ? "authorization.granted" : "authorization.denied",
    clientId: request.client.clientId,
    accountId: session.account.id,
    sid: session.session.sid,
    endpoint: path,
  });
}

function goToLogin(context: ProviderContext, userCode: string | undefined): Response {
  return redirect(loginUrl(context, wayBack(userCode)));
}

/** A temporary password opens nothing but its own replacement. */
function goToPasswordChange(
  context: ProviderContext,
  { cookies }: ActiveSession,
  userCode: string | undefined,
): Response {
  return redirect(withReturnTarget(context, "/change-password", wayBack(userCode)), cookies);
}

/** Only what can be a user code comes back from another page, and nothing else of the URL. */
function wayBack(userCode: string | undefined): string {
  const code = userCode === undefined ? undefined : readUserCode(userCode);
  return code === undefined ? "/device" : `/device?user_code=${showUserCode(code)}`;
}
