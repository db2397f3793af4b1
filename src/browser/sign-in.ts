import type { IdToken } from "../../generated/messages/id-token.ts";
import type { AuthorizationTransaction } from "../endpoints/authorization-transaction.ts";
import { finishLogin } from "../endpoints/finish-login.ts";
import { type StartedLogin, startLogin } from "../endpoints/start-login.ts";
import { ConfigurationError, TransportError } from "../errors/families.ts";
import { isOAuthError } from "../errors/oauth-error.ts";
import { specification } from "../errors/specification.ts";
import { createTokenSet, type TokenSet } from "../tokens/token-set.ts";
import { randomBase64url } from "../util/random.ts";
import { parseUrl } from "../util/url.ts";
import type { BrowserParts } from "./browser-parts.ts";
import { waitForRelay } from "./callback-relay.ts";
import type { SignInOptions, SignInPopupOptions, SignInRedirectOptions, SilentSignInOptions } from "./options.ts";
import type { SessionRecord } from "./session-record.ts";

/** Starts a sign-in, and leaves the page. */
export async function signInRedirect(
  parts: BrowserParts,
  { returnTo, ...options }: SignInRedirectOptions,
): Promise<void> {
  const { location } = parts.window;
  const target = parseUrl(returnTo ?? location.href, location.href)?.href;
  // Whoever could choose the page after a sign-in would choose one of his own. A blob: URL or a name before the host would be refused by the history only, with the code in the URL.
  if (target?.startsWith(`${location.origin}/`) !== true)
    throw wrong("returnTo", "must be a URL of this page's origin");
  const { url, transaction } = await start(parts, options);
  parts.transactions.save({ transaction, returnTo: target });
  location.assign(url);
}

/** Signs in in a popup, which has to be opened before anything is waited for. */
export async function signInPopup(parts: BrowserParts, options: SignInPopupOptions): Promise<SessionRecord> {
  const { timeoutMs = 300_000, features = "popup,width=480,height=640", detectClosed = true, ...rest } = options;
  const opened = parts.window.open("about:blank", "_blank", features);
  if (opened === null) {
    throw new TransportError("ERR_TRANSPORT_WINDOW", {
      message: "The browser did not open a window for the sign-in.",
      remedy: "Call signInPopup right in the handler of a click, or use signInRedirect.",
    });
  }
  try {
    const { url, transaction } = await start(parts, rest);
    const { state } = transaction;
    const popup = detectClosed ? opened : undefined;
    opened.location.href = url;
    const query = await waitForRelay(parts, { state, timeoutMs, signal: rest.signal, popup });
    return await finishSignIn(parts, { query, transaction });
  } finally {
    opened.close();
  }
}

/** What came of a sign-in that asks nobody; `undefined`: the provider would have to ask. */
export async function signInSilently(parts: BrowserParts, options: SignInOptions): Promise<SessionRecord | undefined> {
  try {
    const { tokens, scope } = await getTokensSilently(parts, options);
    return await keepSignIn(parts, { tokens, scope });
  } catch (error) {
    if (isOAuthError(error) && asksPerson.includes(error.error)) return undefined;
    throw error;
  }
}

/** Tokens from a hidden frame. */
export async function getTokensSilently(
  parts: BrowserParts,
  options: SignInOptions,
): Promise<{ readonly tokens: TokenSet<IdToken>; readonly scope: string }> {
  const silent: SilentSignInOptions = parts.options.silentSignIn ?? {};
  const { redirectUri, timeoutMs = 10_000 } = silent;
  const { parameters, signal } = options;
  const { url, transaction } = await start(parts, {
    ...options,
    parameters: { ...(redirectUri && { redirect_uri: redirectUri }), ...parameters, prompt: "none" },
  });
  const frame = parts.window.document.createElement("iframe");
  frame.hidden = true;
  frame.src = url;
  try {
    parts.window.document.body.append(frame as never);
    const query = await waitForRelay(parts, { state: transaction.state, timeoutMs, signal });
    return { tokens: await redeem(parts, { query, transaction }), scope: transaction.scope };
  } finally {
    frame.remove();
  }
}

/** Checks an answer, redeems its code, and makes the session that of all tabs. */
export async function finishSignIn(parts: BrowserParts, answered: Answered): Promise<SessionRecord> {
  return keepSignIn(parts, { tokens: await redeem(parts, answered), scope: answered.transaction.scope });
}

/** What came back, and what it answers. */
export interface Answered {
  readonly query: URLSearchParams;
  readonly transaction: AuthorizationTransaction;
}

async function start(
  { options: { client, pushing }, contexts, window }: BrowserParts,
  { parameters, extra, signal }: SignInOptions,
): Promise<StartedLogin> {
  // A page of another origin could not finish it: what was begun is kept here.
  const own = client.redirect_uris.filter((uri) => parseUrl(uri)?.origin === window.location.origin);
  const { redirect_uri = own[0] ?? "", scope = client.scope ?? "openid", ...rest } = parameters ?? {};
  if (!own.includes(redirect_uri)) {
    throw wrong("redirect_uri", "must be one of client.redirect_uris, of this page's origin");
  }
  signal?.throwIfAborted();
  const context = await contexts.forLogin();
  const started = await startLogin(context, { ...rest, redirect_uri, scope }, { extra });
  return pushing === undefined ? started : pushing.push(context, started, { signal });
}

async function redeem(parts: BrowserParts, { query, transaction }: Answered): Promise<TokenSet<IdToken>> {
  const context = await parts.contexts.forLogin();
  const { response, claims, receivedAt } = await finishLogin(context, { parameters: query, transaction });
  if (claims === undefined) throw new TypeError("A login without claims of an ID token.");
  return createTokenSet(response, { claims, issuer: context.metadata.issuer, dpop: context.dpop, receivedAt });
}

async function keepSignIn(
  { holder, clock, random }: BrowserParts,
  { tokens, scope }: { readonly tokens: TokenSet<IdToken>; readonly scope: string },
): Promise<SessionRecord> {
  const session: SessionRecord = Object.freeze({
    id: randomBase64url(16, random),
    generation: 0,
    signedInAt: clock(),
    tokens,
    idToken: tokens.response.id_token,
    scope,
  });
  await holder.put(session, "session.signed_in");
  return session;
}

function wrong(parameter: string, rule: string): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: `${parameter} ${rule}.`,
    parameter,
    specification: specification("rfc6749", "10.15"),
  });
}

/** What a provider says that must not ask, and would have to (OpenID Connect Core §3.1.2.6). */
export const asksPerson: readonly string[] = [
  "login_required",
  "interaction_required",
  "consent_required",
  "account_selection_required",
];
