import { isAuthError } from "../errors/auth-error.ts";
import { isConfigurationError, isTransportError } from "../errors/families.ts";
import { isOAuthError } from "../errors/oauth-error.ts";
import { answerPage, withCookies } from "./answers.ts";
import type { RelyingPartyContext } from "./context.ts";
import type { RelyingPartyProblem } from "./options.ts";

/** What went wrong, and what the browser is to forget with it. */
export interface ProblemParts extends Omit<RelyingPartyProblem, "status"> {
  readonly status?: number | undefined;
  readonly setCookies?: readonly string[] | undefined;
}

/**
 * The page for something that went wrong: the application's, or a short one of our own. It quotes nothing but an error code, because anything else may be written by whoever made the
 * link.
 */
export async function answerProblem({ onError }: RelyingPartyContext, given: ProblemParts): Promise<Response> {
  const { setCookies = [], status = statusOf(given.error), ...rest } = given;
  const own = await askApplication(onError, { ...rest, status });
  if (own !== undefined) return withCookies(own, setCookies);
  const isLogout = rest.step.startsWith("logout");
  const { error } = rest;
  const code = isOAuthError(error) && /^[a-z_]{1,60}$/.test(error.error) ? error.error : undefined;
  const page = {
    title: isLogout ? "Sign-out" : "Sign-in did not work",
    text: textFor(error, isLogout),
    code,
    link: rest.restartUrl,
    linkText: isLogout ? "Go on" : "Try again",
  };
  return answerPage(status, page, setCookies);
}

function textFor(error: unknown, isLogout: boolean): string {
  if (isLogout) return "You are signed out of this application. The sign-out at the provider could not be confirmed.";
  if (isOAuthError(error) && error.error === "access_denied") return "You or the provider declined the sign-in.";
  if (isTransportError(error)) return "The provider cannot be reached at the moment.";
  if (statusOf(error) === 500) return "Something is wrong with this application. Please try again later.";
  return "The sign-in was not finished: it took too long, was begun in another browser, or was refused.";
}

function statusOf(error: unknown): number {
  if (isOAuthError(error)) return error.error === "access_denied" ? 403 : 400;
  if (isTransportError(error)) return 503;
  // The browser can do nothing about a setting, a store or code that fails.
  return isAuthError(error) && !isConfigurationError(error) ? 400 : 500;
}

/** An error page that fails must not hide the error. */
async function askApplication(
  onError: RelyingPartyContext["onError"],
  problem: RelyingPartyProblem,
): Promise<Response | undefined> {
  try {
    return await onError?.(problem);
  } catch {
    return undefined;
  }
}
