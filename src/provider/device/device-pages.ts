import { scopes } from "../../constants/scopes.ts";
import { readOrCreateBrowserId } from "../browser/browser-id.ts";
import { createFormToken } from "../browser/form-token.ts";
import type { ProviderContext } from "../context.ts";
import type { EndpointRequest } from "../http/connection.ts";
import { viewClient } from "../pages/client-view.ts";
import { viewDetails } from "../pages/detail-view.ts";
import { choosePageLanguage, renderPage } from "../pages/render.ts";
import type { MessageKey } from "../pages/views.ts";
import type { ActiveSession } from "../sessions/active-session.ts";
import { type DeviceSearch, findDeviceRequest } from "./find-device-request.ts";
import { hashUserCode, readUserCode, showUserCode } from "./user-code.ts";

/** A visit of the device page by somebody who is signed in. */
export interface DeviceVisit {
  readonly request: EndpointRequest;
  readonly session: ActiveSession;
}

/** Asks for the code that the device shows. */
export async function showEntry(
  context: ProviderContext,
  { request, session }: DeviceVisit,
  refused?: { readonly userCode: string; readonly search: Exclude<DeviceSearch, { readonly outcome: "found" }> },
): Promise<Response> {
  const { id, cookies } = readOrCreateBrowserId(context, request);
  const token = await createFormToken(context, id, entryPurpose);
  const isThrottled = refused?.search.outcome === "throttled";
  const problem = isThrottled ? ("problem.throttled" as const) : ("problem.userCode" as const);
  const view = {
    action: context.urlOf("/device"),
    hidden: { csrf_token: token },
    userCode: refused?.userCode.slice(0, maxShownLength) ?? "",
    ...(refused === undefined ? {} : { problem }),
  };
  const status = refused === undefined ? 200 : isThrottled ? 429 : 400;
  return renderPage(context, request, "deviceCode", view, { status, cookies: [...session.cookies, ...cookies] });
}

/** Looks the code up, and asks whether the device that shows it is one's own; or asks for the code again. */
export async function showConfirmation(
  context: ProviderContext,
  visit: DeviceVisit,
  userCode: string,
): Promise<Response> {
  const search = await findDeviceRequest(context, userCode, visit);
  if (search.outcome !== "found") return showEntry(context, visit, { userCode, search });
  const { request, session } = visit;
  const { client, pending } = search.request;
  const { id, cookies } = readOrCreateBrowserId(context, request);
  const shown = showUserCode(search.request.userCode);
  const view = {
    action: context.urlOf("/device"),
    hidden: {
      csrf_token: await createFormToken(context, id, await confirmPurpose(context, shown, session)),
      user_code: shown,
    },
    userCode: shown,
    client: viewClient(client, choosePageLanguage(context, request)),
    displayName: session.account.displayName,
    scopes: pending.scope.map((scope) => ({ scope, title: scope, isGranted: false })),
    resources: pending.resource,
    details: viewDetails(pending.authorizationDetails),
    isOffline: pending.scope.includes(scopes.offlineAccess),
  };
  return renderPage(context, request, "deviceConfirm", view, { cookies: [...session.cookies, ...cookies] });
}

/** Tells what has come of it. */
export function showOutcome(
  context: ProviderContext,
  { request, session }: DeviceVisit,
  outcome: MessageKey,
): Promise<Response> {
  return renderPage(context, request, "outcome", { outcome }, { cookies: session.cookies });
}

/** What the token of the form for the code is for. */
export const entryPurpose = "device";

/** What the token of the form for the answer is for: this request and this login, so that nobody says yes for somebody else. */
export async function confirmPurpose(
  context: ProviderContext,
  userCode: string,
  { session }: ActiveSession,
): Promise<string> {
  return `device-confirm ${await hashUserCode(context, readUserCode(userCode) ?? "")} ${session.sid}`;
}

const maxShownLength = 20;
