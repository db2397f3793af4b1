import { answerJson, redirect } from "./answers.ts";
import type { RelyingPartyContext } from "./context.ts";
import { isNavigation } from "./csrf.ts";
import { loadSession } from "./load-session.ts";
import { loginUrl } from "./login.ts";
import { isOwnPath } from "./return-to.ts";
import { createSession, type ProtectedSession } from "./session.ts";

/** How a request is protected. */
export interface ProtectOptions {
  /** Path that a login ends at. Default: that of the request. */
  readonly returnTo?: string | undefined;
}

/** The session of a request; or, without one, the answer: to the login for a page, 401 for a script. */
export async function protect(
  context: RelyingPartyContext,
  request: Request,
  { returnTo }: ProtectOptions = {},
): Promise<Response | ProtectedSession> {
  const { kept, setCookies } = await loadSession(context, request, { slide: true });
  if (kept !== undefined) return Object.freeze({ ...createSession(context, kept), setCookies });
  if (!isNavigation(request)) {
    return answerJson(401, { error: "login_required", loginUrl: loginUrl(context.settings, "/") }, setCookies);
  }
  const { pathname, search } = new URL(request.url);
  const place = returnTo ?? pathname + search;
  return redirect(loginUrl(context.settings, isOwnPath(place) ? place : "/"), setCookies);
}
