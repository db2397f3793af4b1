import type { IdToken } from "../../generated/messages/id-token.ts";
import { answerJson } from "./answers.ts";
import type { RelyingPartyContext } from "./context.ts";
import { isSameOrigin } from "./csrf.ts";
import { sessionEnd } from "./lifetimes.ts";
import { loadSession } from "./load-session.ts";
import { claimsOf } from "./session-record.ts";

/**
 * Tells scripts of this origin who is signed in. Never a token. With `slide=false` the question is no sign of life, so that a page which asks again and again does not keep a session alive.
 */
export async function answerSession(context: RelyingPartyContext, request: Request): Promise<Response> {
  const { settings, clock, report, sessionClaims = pickClaims } = context;
  if (!isSameOrigin(request, settings)) {
    report({ type: "request.refused", path: `${settings.basePath}/session` });
    return answerJson(403, {
      error: "forbidden",
      error_description: `The header field ${settings.csrfHeader} is missing.`,
    });
  }
  const slide = new URL(request.url).searchParams.get("slide") !== "false";
  const { kept, setCookies } = await loadSession(context, request, { slide });
  if (kept === undefined) return answerJson(200, { isSignedIn: false }, setCookies);
  const { record } = kept;
  const body = {
    isSignedIn: true,
    claims: sessionClaims(claimsOf(record)),
    expiresInSeconds: Math.floor((sessionEnd(record, settings) - clock()) / 1000),
    logoutUrl: `${settings.basePath}/logout?key=${record.logoutKey}`,
  };
  return answerJson(200, body, setCookies);
}

function pickClaims(claims: IdToken): Readonly<Record<string, unknown>> {
  return Object.fromEntries(shownClaims.flatMap((name) => (claims[name] === undefined ? [] : [[name, claims[name]]])));
}

const shownClaims: readonly string[] = [
  "sub",
  "name",
  "given_name",
  "family_name",
  "nickname",
  "preferred_username",
  "picture",
  "locale",
  "zoneinfo",
  "email",
  "email_verified",
];
