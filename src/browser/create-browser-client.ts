import { ConfigurationError } from "../errors/families.ts";
import { systemClock } from "../util/clock.ts";
import { systemRandom } from "../util/random.ts";
import { createReporter } from "../util/reporter.ts";
import { createBrowserContexts } from "./browser-contexts.ts";
import { createIndexedDatabase, createMemoryDatabase } from "./browser-database.ts";
import { createBrowserFetch } from "./browser-fetch.ts";
import type { BrowserParts } from "./browser-parts.ts";
import type { BrowserWindow } from "./browser-window.ts";
import { checkBrowserOptions } from "./check-options.ts";
import { createExclusive } from "./exclusive.ts";
import { handleRedirect } from "./handle-redirect.ts";
import { createLoginTransactions } from "./login-transactions.ts";
import type {
  BrowserClient,
  BrowserClientEvent,
  BrowserClientOptions,
  HandledRedirect,
  SessionEvent,
} from "./options.ts";
import { createSessionRenewal } from "./renew-session.ts";
import { createSessionHolder, type SessionChange } from "./session-holder.ts";
import { createSessionStorage } from "./session-record.ts";
import { describeSession } from "./session-view.ts";
import { signInPopup, signInRedirect, signInSilently } from "./sign-in.ts";
import { signOut } from "./sign-out.ts";
import { openTabChannel } from "./tab-channel.ts";

/**
 * Creates the client of a page without a server: the code flow with PKCE, one session in all tabs. Nothing is fetched before the first call that needs it.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` naming the option that is wrong
 * @see RFC 9700 §2.1.1
 */
export function createBrowserClient(options: BrowserClientOptions): BrowserClient {
  checkBrowserOptions(options);
  const listeners = new Set<(event: SessionEvent) => void>();
  const parts = createParts(options, listeners);
  const renewal = createSessionRenewal(parts);
  let handling: Promise<HandledRedirect | undefined> | undefined;
  return Object.freeze<BrowserClient>({
    signInRedirect: (call = {}) => signInRedirect(parts, call),
    handleRedirect() {
      // Frameworks mount twice; the answer is there once.
      handling ??= handleRedirect(parts);
      return handling;
    },
    signInPopup: async (call = {}) => describeSession(await signInPopup(parts, call)),
    async signInSilently(call = {}) {
      const session = await signInSilently(parts, call);
      return session && describeSession(session);
    },
    async getSession() {
      const session = await parts.holder.get();
      if (session === undefined) return undefined;
      const { expiresAt = Number.POSITIVE_INFINITY } = session.tokens;
      if (parts.clock() < expiresAt || renewal.canRenew(session)) return describeSession(session);
      await parts.holder.end("session.expired");
      return undefined;
    },
    async getAccessToken({ forceRenewal = false } = {}) {
      const refused = forceRenewal ? await parts.holder.get() : undefined;
      return (await renewal.getUsable(refused)).tokens.response.access_token;
    },
    fetch: createBrowserFetch(parts, renewal),
    signOut: (call = {}) => signOut(parts, call),
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close() {
      listeners.clear();
      parts.channel.close();
    },
  });
}

function createParts(
  options: BrowserClientOptions,
  listeners: ReadonlySet<(event: SessionEvent) => void>,
): BrowserParts {
  const { issuer, client, storage = "memory", clock = systemClock, random = systemRandom, onEvent } = options;
  const window: BrowserWindow = options.window ?? globalThis;
  requireWindow(window);
  const { indexedDB, sessionStorage, navigator } = window;
  // One origin may have several clients, and several clients one origin.
  const name = `ts-identity-model ${issuer} ${client.client_id}`;
  const database = indexedDB === undefined ? createMemoryDatabase() : createIndexedDatabase(indexedDB, name);
  const channel = openTabChannel(window, name);
  const report = createReporter<BrowserClientEvent>(onEvent) ?? (() => undefined);
  const tell = ({ kind, session: { tokens }, elsewhere }: SessionChange): void => {
    const { claims, expiresAt } = tokens;
    const event: SessionEvent = { type: kind, subject: claims.sub, expiresAt, elsewhere };
    report(event);
    for (const listener of [...listeners]) createReporter(listener)?.(event);
  };
  return {
    options,
    window,
    channel,
    clock,
    random,
    report,
    contexts: createBrowserContexts(options, { database, pairKey: "dpop", clock, random }),
    holder: createSessionHolder({
      issuer,
      database,
      markerKey: "session",
      storage: createSessionStorage(storage, { key: `${name} session`, sessionStorage }),
      channel,
      answerMs: 500,
      onChange: tell,
      onFailure: (error) => report({ type: "session.storage_failed", error }),
    }),
    transactions: createLoginTransactions(sessionStorage, { prefix: `${name} login `, clock }),
    exclusive: createExclusive(navigator.locks, {
      database,
      clock,
      random,
      leaseMs: 4 * (options.timeoutMs ?? 30_000),
    }),
  };
}

/** On a server, which renders pages too, there is none. */
function requireWindow(window: Partial<BrowserWindow>): void {
  const missing = (["location", "history", "sessionStorage", "document", "navigator"] as const).find((name) => {
    try {
      return window[name] === undefined;
    } catch {
      // Browsers that block storage for a site throw.
      return true;
    }
  });
  if (missing === undefined) return;
  throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: `There is no ${missing}: this is not a page in a browser.`,
    parameter: "window",
    remedy: "Create it in the browser only, with storage allowed. On a server, use createClient.",
  });
}
