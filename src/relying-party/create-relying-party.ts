import { createClient } from "../client/create-client.ts";
import type { ClientOptions } from "../client/options.ts";
import { ConfigurationError } from "../errors/families.ts";
import { systemClock } from "../util/clock.ts";
import { systemRandom } from "../util/random.ts";
import { createReporter } from "../util/reporter.ts";
import { createSharedReplayStore } from "../util/shared-replay-store.ts";
import { createSingleFlight } from "../util/single-flight.ts";
import { answer } from "./answers.ts";
import { answerCallback } from "./callback.ts";
import type { FinishedCallback, RelyingPartyContext } from "./context.ts";
import { createCookieSessions } from "./cookie-sessions.ts";
import { isPrefetch } from "./csrf.ts";
import { loadSession, readSession } from "./load-session.ts";
import { answerLogin } from "./login.ts";
import { answerLogout, answerLogoutCallback } from "./logout.ts";
import type { RelyingPartyClient, RelyingPartyOptions } from "./options.ts";
import { type ProtectOptions, protect } from "./protect.ts";
import { answerBackchannelLogout, answerFrontchannelLogout } from "./provider-logout.ts";
import { type ProxyOptions, proxy } from "./proxy.ts";
import { readSecrets, readSettings } from "./read-settings.ts";
import { createRenewal } from "./renewal.ts";
import { createSealer } from "./sealer.ts";
import { createSession, type ProtectedSession, type RelyingPartySession } from "./session.ts";
import { answerSession } from "./session-endpoint.ts";
import type { Settings } from "./settings.ts";
import { createStoreSessions } from "./store-sessions.ts";
import { createTransactionCookies } from "./transaction-cookies.ts";

/** The session of a request, and the cookies that the answer to it must set. */
export interface FoundSession {
  readonly session: RelyingPartySession | undefined;
  /** `Set-Cookie` values. Without them renewed tokens are lost where sessions are kept in cookies. */
  readonly setCookies: readonly string[];
}

/** How a session is found. */
export interface GetSessionOptions {
  /**
   * Whether the request counts as a sign of life, and tokens near their end are renewed. `false` only reads, for code that cannot set cookies: new tokens would be lost. Default `true`.
   */
  readonly renew?: boolean | undefined;
}

/** A login for a web application. */
export interface RelyingParty {
  /** Serves login, callback, logout and what else stands below the base path; 404 for everything else. Never rejects for what a request says. */
  readonly handler: (request: Request) => Promise<Response>;
  /** Whether a request is for `handler`. */
  readonly handles: (request: Pick<Request, "url">) => boolean;
  /** The session of a request; tokens near their end are renewed. */
  readonly getSession: (request: Request, options?: GetSessionOptions) => Promise<FoundSession>;
  /** The session of a request; or the answer that asks to log in. */
  readonly protect: (request: Request, options?: ProtectOptions) => Promise<Response | ProtectedSession>;
  /** Forwards a request to one API with the access token of the session. */
  readonly proxy: (request: Request, options: ProxyOptions) => Promise<Response>;
}

/**
 * Creates a relying party: sign-in, sessions and sign-out of a web application, over `Request` and `Response`. Tokens stay on the server, or in cookies that only the server can read.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` naming the option that is wrong, and those of `createClient`
 */
export function createRelyingParty(options: RelyingPartyOptions): RelyingParty {
  const context = createContext(options);
  const { basePath } = context.settings;
  const pathOf = ({ url }: Pick<Request, "url">): string => new URL(url).pathname;
  return Object.freeze<RelyingParty>({
    async handler(request) {
      const path = pathOf(request);
      const route = path.startsWith(`${basePath}/`) ? routes[path.slice(basePath.length)] : undefined;
      if (route === undefined) return answer(404, {});
      const { methods, serve } = route;
      if (!methods.includes(request.method)) return answer(405, { headers: { allow: methods.join(", ") } });
      if (isPrefetch(request)) return answer(503, {});
      return serve(context, request);
    },
    handles: (request) => pathOf(request).startsWith(`${basePath}/`),
    async getSession(request, { renew = true } = {}) {
      const found = renew ? loadSession(context, request, { slide: true }) : readSession(context, request);
      const { kept, setCookies } = await found;
      return { session: kept === undefined ? undefined : createSession(context, kept), setCookies };
    },
    protect: (request, protectOptions) => protect(context, request, protectOptions),
    proxy: (request, proxyOptions) => proxy(context, request, proxyOptions),
  });
}

interface Route {
  readonly methods: readonly string[];
  readonly serve: (context: RelyingPartyContext, request: Request) => Promise<Response>;
}

const routes: Readonly<Record<string, Route>> = {
  "/login": { methods: ["GET"], serve: answerLogin },
  "/callback": { methods: ["GET", "POST"], serve: answerCallback },
  "/logout": { methods: ["GET", "POST"], serve: answerLogout },
  "/logout/callback": { methods: ["GET"], serve: answerLogoutCallback },
  "/backchannel-logout": { methods: ["POST"], serve: answerBackchannelLogout },
  "/frontchannel-logout": { methods: ["GET"], serve: answerFrontchannelLogout },
  "/session": { methods: ["GET"], serve: answerSession },
};

function createContext(options: RelyingPartyOptions): RelyingPartyContext {
  const settings = readSettings(options);
  const { sessions = "cookie", revocations, clock = systemClock, random = systemRandom } = options;
  const client = readClient(options, settings);
  const sealer = createSealer(readSecrets(options.secrets), { random, owner: settings.redirectUri });
  const parts = { settings, sealer, clock };
  const keeper =
    sessions === "cookie"
      ? createCookieSessions(parts, revocations)
      : createStoreSessions({ ...parts, random, store: sessions });
  const report = createReporter(options.onEvent) ?? (() => undefined);
  return {
    client,
    settings,
    sealer,
    keeper,
    transactions: createTransactionCookies(settings, { sealer, clock }),
    renewal: createRenewal({ client, keeper, settings, clock, random, report }),
    callbacks: createSingleFlight<FinishedCallback>(),
    clock,
    random,
    report,
    onError: options.onError,
    sessionClaims: options.sessionClaims,
  };
}

function readClient({ client, sessions, revocations }: RelyingPartyOptions, settings: Settings): RelyingPartyClient {
  if (typeof client !== "object" || client === null) {
    const message = "client must be a client, or the options to create one with.";
    throw new ConfigurationError("ERR_CONFIGURATION_OPTION", { message, parameter: "client" });
  }
  if (isClient(client)) return client;
  const store = sessions === "cookie" ? revocations : sessions;
  return createClient<unknown>({
    ...client,
    // Logout tokens are used once, by whichever process they reach.
    replayStore: client.replayStore ?? (store === undefined ? undefined : createSharedReplayStore(store)),
    client: { redirect_uris: [settings.redirectUri], ...client.client },
  });
}

function isClient(client: RelyingPartyClient | ClientOptions<unknown>): client is RelyingPartyClient {
  return "startAuthorization" in client;
}
