import { answerJson, redirect } from "./answers.ts";
import type { RelyingPartyContext } from "./context.ts";
import { isForeign, isNavigation, safeMethods } from "./csrf.ts";
import { loadSession } from "./load-session.ts";
import { loginUrl } from "./login.ts";
import { readReturnTo } from "./return-to.ts";
import { createSession, type ProtectedSession } from "./session.ts";

/** How a request is protected. */
export interface ProtectOptions {
  /** Path that a login ends at. Default: that of the request. */
  readonly returnTo?: string | undefined;
  /**
   * Whether a request that changes something (any method but GET, HEAD and OPTIONS) is refused where the browser says that a page of another origin made it: a neighbouring
   * host is the same site, so that `SameSite` does not keep the cookies from it. Default `true`.
   */
  readonly refuseForeign?: boolean | undefined;
}

/** The session of a request; or, without one, the answer: to the login for a page, 401 for a script. What another origin would change is answered 403. */
export async function protect(
  context: RelyingPartyContext,
  request: Request,
  { returnTo, refuseForeign = true }: ProtectOptions = {},
): Promise<Response | ProtectedSession> {
  const { settings, report } = context;
  if (refuseForeign && !safeMethods.includes(request.method.toUpperCase()) && isForeign(request, settings)) {
    report({ type: "request.refused", path: new URL(request.url).pathname });
    return answerJson(403, { error: "forbidden", error_description: "The request was made by another origin." });
  }
  const { kept, setCookies } = await loadSession(context, request, { slide: true });
  if (kept !== undefined) return Object.freeze({ ...createSession(context, kept), setCookies });
  if (!isNavigation(request)) {
    return answerJson(401, { error: "login_required", loginUrl: loginUrl(settings, "/") }, setCookies);
  }
  const { pathname, search } = new URL(request.url);
  const place = returnTo ?? pathname + search;
  return redirect(loginUrl(settings, readReturnTo(place)), setCookies);
}
