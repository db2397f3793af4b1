import type { BrowserParts } from "./browser-parts.ts";
import { relayCallback } from "./callback-relay.ts";
import type { HandledRedirect } from "./options.ts";
import { describeSession } from "./session-view.ts";
import { finishSignIn } from "./sign-in.ts";

/** Finishes what came to the redirect URI: the sign-in of this tab, or that of the page which opened this window. */
export async function handleRedirect(parts: BrowserParts): Promise<HandledRedirect | undefined> {
  const { window, transactions, options } = parts;
  const { origin, pathname, search, searchParams: query } = new URL(window.location.href);
  const page = options.client.redirect_uris.find((text) => {
    const uri = new URL(text);
    return uri.origin === origin && uri.pathname === pathname;
  });
  const state = query.get("state");
  if (page === undefined || state === null || !(query.has("code") || query.has("error"))) return undefined;
  const login = transactions.take(state);
  // First of all, so that nothing that fails later leaves a code in the history, the address bar or a bookmark.
  window.history.replaceState(window.history.state, "", login?.returnTo ?? page);
  if (login === undefined) {
    await relayCallback(parts, { state, query: search }, ackMs);
    return Object.freeze({ kind: "relayed" });
  }
  const { transaction, returnTo } = login;
  const session = describeSession(await finishSignIn(parts, { query, transaction }));
  return Object.freeze({ kind: "signedIn", session, returnTo });
}

const ackMs = 3000;
