import type { BrowserParts } from "./browser-parts.ts";
import { relayCallback } from "./callback-relay.ts";
import type { HandledRedirect } from "./options.ts";
import { describeSession } from "./session-view.ts";
import { finishSignIn } from "./sign-in.ts";

/** Finishes what came to the redirect URI: the sign-in of this tab, or that of the page which opened this window. */
export async function handleRedirect(parts: BrowserParts): Promise<HandledRedirect | undefined> {
  const { window, transactions, options } = parts;
  const url = new URL(window.location.href);
  const isOurs = options.client.redirect_uris.some((uri) => isSamePage(new URL(uri), url));
  const state = url.searchParams.get("state");
  if (!isOurs || state === null || !(url.searchParams.has("code") || url.searchParams.has("error"))) return undefined;
  const query = new URLSearchParams(url.searchParams);
  const login = transactions.take(state);
  // First of all, so that nothing that fails later leaves a code in the history, the address bar or a bookmark.
  for (const name of responseParameters) url.searchParams.delete(name);
  window.history.replaceState(window.history.state, "", login?.returnTo ?? url.href);
  if (login === undefined) {
    await relayCallback(parts, { state, query: query.toString() }, ackMs);
    return Object.freeze({ kind: "relayed" });
  }
  const { transaction, returnTo } = login;
  const session = describeSession(await finishSignIn(parts, { query, transaction }));
  return Object.freeze({ kind: "signedIn", session, returnTo });
}

function isSamePage(one: URL, other: URL): boolean {
  return one.origin === other.origin && one.pathname === other.pathname;
}

const responseParameters: readonly string[] = [
  ...["code", "state", "iss", "error", "error_description", "error_uri", "session_state", "scope"],
];
const ackMs = 3000;
