import { VerificationError } from "../errors/families.ts";
import { equalConstantTime } from "../util/constant-time.ts";
import { answerJson, redirect } from "./answers.ts";
import type { RelyingPartyContext } from "./context.ts";
import { readCookies } from "./cookies.ts";
import { isSameOrigin } from "./csrf.ts";
import { endSession, loadSession, readCode } from "./load-session.ts";
import { answerProblem } from "./problem.ts";
import { readReturnTo } from "./return-to.ts";
import type { KeptSession } from "./session-keeper.ts";

/**
 * Ends the session here, its refresh token, and the session at the provider. Only the user may ask: a POST from this origin, or a GET with the key that the session endpoint gives to
 * scripts of this origin. A script that accepts JSON is told where to send the browser.
 */
export async function answerLogout(context: RelyingPartyContext, request: Request): Promise<Response> {
  const { settings, report } = context;
  const { searchParams } = new URL(request.url);
  const returnTo = readReturnTo(searchParams.get("returnTo"), settings.afterLogout);
  const { kept, setCookies } = await loadSession(context, request, { slide: false });
  if (kept === undefined) return goTo(request, returnTo, setCookies);
  if (!isWanted(context, request, kept)) {
    report({ type: "request.refused", path: `${settings.basePath}/logout` });
    return answerJson(403, { error: "forbidden", error_description: "The logout was not asked for by this origin." });
  }
  const ended = await endSession(context, { kept, cookies: readCookies(request), reason: "logout" });
  const atProvider = await startAtProvider(context, request, { kept, returnTo });
  return goTo(request, atProvider.url, [...ended.setCookies, ...atProvider.setCookies]);
}

/** Checks that the browser comes back from a logout that it began here. */
export async function answerLogoutCallback(context: RelyingPartyContext, request: Request): Promise<Response> {
  const { client, settings, transactions, report } = context;
  const state = new URL(request.url).searchParams.get("state");
  const logouts = await transactions.list("logout", readCookies(request));
  const logout = logouts.find(({ transaction }) => transaction.state !== undefined && transaction.state === state);
  try {
    if (logout === undefined) throw unknownLogout();
    await client.finishLogout(request.url, logout.transaction);
    report({ type: "logout.finished" });
    return redirect(logout.returnTo, [transactions.forget(logout.cookie)]);
  } catch (error) {
    report({ type: "logout.failed", code: readCode(error) });
    return answerProblem(context, { step: "logout_callback", error, restartUrl: settings.afterLogout, request });
  }
}

function isWanted({ settings }: RelyingPartyContext, request: Request, { record }: KeptSession): boolean {
  if (request.method === "POST") return isSameOrigin(request, settings);
  return equalConstantTime(new URL(request.url).searchParams.get("key") ?? "", record.logoutKey);
}

interface EndedHere {
  readonly kept: KeptSession;
  readonly returnTo: string;
}

/** What fails at the provider does not bring the session back: the user is signed out here in any case. */
async function startAtProvider(
  context: RelyingPartyContext,
  request: Request,
  { kept, returnTo }: EndedHere,
): Promise<{ readonly url: string; readonly setCookies: readonly string[] }> {
  const { client, settings, transactions, clock, report } = context;
  const { tokens } = kept.record;
  const { sub } = tokens.claims;
  try {
    const { complete } = await client.revokeAll(tokens);
    if (!complete) report({ type: "logout.revocation_failed", sub });
  } catch (error) {
    report({ type: "logout.revocation_failed", sub, code: readCode(error) });
  }
  try {
    const { url, transaction } = await client.startLogout(tokens, {
      post_logout_redirect_uri: settings.postLogoutRedirectUri,
    });
    const remembered = { transaction, returnTo, createdAt: clock() };
    const setCookies = await transactions.remember("logout", remembered, readCookies(request));
    report({ type: "logout.started", sub });
    return { url, setCookies };
  } catch (error) {
    report({ type: "logout.failed", sub, code: readCode(error) });
    return { url: returnTo, setCookies: [] };
  }
}

/** A script cannot follow a redirect to another origin; it is told the place. */
function goTo(request: Request, location: string, setCookies: readonly string[]): Response {
  const wantsJson = (request.headers.get("accept") ?? "").startsWith("application/json");
  return wantsJson ? answerJson(200, { location }, setCookies) : redirect(location, setCookies);
}

function unknownLogout(): VerificationError {
  return new VerificationError("ERR_VERIFICATION_STATE", {
    message: "This browser has no logout under way that it could come back from.",
    parameter: "state",
    endpoint: "post_logout_redirect_uri",
    remedy: "Show the start page: the logout took too long, or somebody else made the link.",
  });
}
