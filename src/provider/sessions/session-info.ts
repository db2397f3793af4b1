import { addCookies } from "../browser/redirect.ts";
import type { ProviderContext } from "../context.ts";
import type { EndpointRequest } from "../http/connection.ts";
import { refuse } from "../http/refusal.ts";
import { respondJson } from "../http/respond.ts";
import type { Route } from "../http/route.ts";
import { readSession } from "./sessions.ts";

/** Tells a page of the same origin who is signed in: never the cookie, nothing of a password, and to nobody else. */
export const sessionInfoRoute: Route = {
  path: "/session",
  methods: ["GET"],
  kind: "endpoint",
  handle: handleSessionInfo,
};

async function handleSessionInfo(context: ProviderContext, request: EndpointRequest): Promise<Response> {
  const active = await readSession(context, request);
  if (active === undefined) throw refuseNobody(context);
  const { session, account, cookies } = active;
  if (account.requiresPasswordChange === true)
    throw refuse("interaction_required", { description: "The password must be changed first.", status: 403 });
  const response = respondJson({
    sub: account.id,
    name: account.displayName,
    sid: session.sid,
    auth_time: Math.floor(session.authTimeMs / 1000),
    amr: session.amr,
    ...(session.acr === undefined ? {} : { acr: session.acr }),
    expires_at: Math.floor(Math.min(session.idleExpiresAtMs, session.expiresAtMs) / 1000),
  });
  addCookies(response.headers, cookies);
  return response;
}

/** @see RFC 9110 §15.5.2 */
function refuseNobody({ issuer }: ProviderContext): Error {
  const headers = { "WWW-Authenticate": `Cookie realm="${issuer}"` };
  return refuse("login_required", { description: "Nobody is signed in.", status: 401, headers });
}
