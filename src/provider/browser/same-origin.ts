import type { ProviderContext } from "../context.ts";
import type { EndpointRequest } from "../http/connection.ts";
import { type ProtocolRefusal, refuse } from "../http/refusal.ts";

/**
 * Makes sure that a browser, where it says so, sends a request from a page of the provider itself.
 * @throws ProtocolRefusal `access_denied` (403)
 */
export function requireSameOrigin({ issuer }: ProviderContext, { raw }: EndpointRequest): void {
  const site = raw.headers.get("sec-fetch-site");
  // `none` is the person: an address typed in, or a page loaded again.
  if (site !== null && site !== "same-origin" && site !== "none") throw refuseForm("cross-site");
  const origin = raw.headers.get("origin");
  // Pages without a referrer send their forms with the origin `null`: then the fetch metadata, and in old browsers the token, must tell.
  if (origin !== null && origin !== "null" && origin !== new URL(issuer).origin) throw refuseForm("cross-site");
}

/** Makes the refusal of a form that is none of the provider's own. Which check it failed is for the events alone. */
export function refuseForm(
  reason: "cross-site" | "cookie-missing" | "form-token-missing" | "form-token-wrong",
): ProtocolRefusal {
  const [problem, description] = explanations[reason];
  return refuse("access_denied", { description, status: 403, reason, problem });
}

const notOurs =
  "The form does not come from a page of this server that was shown in this browser. Load the page again.";
const explanations = {
  "cross-site": ["problem.crossSite", "The form was sent by a page of another site."],
  "cookie-missing": [
    "problem.cookieMissing",
    "The browser sent no cookie. Allow cookies for this site, and load the page again.",
  ],
  "form-token-missing": ["problem.formExpired", notOurs],
  "form-token-wrong": ["problem.formExpired", notOurs],
} as const;
