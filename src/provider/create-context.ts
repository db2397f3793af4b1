import type { AuthorizationServerMetadata } from "../../generated/messages/authorization-server-metadata.ts";
import { createDPoPNonces } from "../dpop/proof-nonce.ts";
import type { DPoPProofPolicy } from "../dpop/proof-policy.ts";
import { ConfigurationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import { checkOptionNames, type OptionNames } from "../util/check-option-names.ts";
import { systemClock } from "../util/clock.ts";
import { systemRandom } from "../util/random.ts";
import { createReporter } from "../util/reporter.ts";
import { isSecureUrl, parseUrl } from "../util/url.ts";
import { createAccountSource } from "./accounts/create-account-source.ts";
import { createClientAuthentication } from "./client-authentication/client-authentication.ts";
import { authorizationOptionNames, checkAuthorizationOptions } from "./authorization/authorization-options.ts";
import { createClientDirectory } from "./clients/client-directory.ts";
import type { ProviderContext } from "./context.ts";
import { buildMetadata } from "./endpoints/authorization-server-metadata.ts";
import { createKeyedLock } from "./interaction/keyed-lock.ts";
import { checkCorsOptions } from "./http/cors-options.ts";
import { createSigningKeys, type SigningKeys } from "./keys/signing-keys.ts";
import { createLifecycle } from "./lifecycle.ts";
import { defaultLifetimes } from "./lifetimes.ts";
import { createLogoutQueue } from "./logout/logout-queue.ts";
import type { ProviderOptions } from "./options.ts";
import { createPageSettings } from "./pages/page-settings.ts";
import { checkSessionOptions } from "./sessions/session-options.ts";
import { endAccountSessions } from "./sessions/sessions.ts";
import { checkCibaOptions } from "./pending/ciba-options.ts";
import { checkProfile, chooseKeyOptions } from "./profiles/check-profile.ts";
import { createMemoryStore } from "./stores/memory/memory-store.ts";
import type { ProviderStore } from "./stores/store.ts";
import { checkTokenOptions } from "./tokens/token-options.ts";
import { requireClientTokens } from "./tokens/check-client-tokens.ts";
import { readIdTokenOptions } from "./tokens/id-token-options.ts";
import { createThrottling } from "./throttling/throttling.ts";
import { watchStore } from "./stores/watch-store.ts";

/**
 * Makes what the endpoints of a provider work with.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` naming an option that can't be used; `ERR_CONFIGURATION_INSECURE_URL` for an issuer without TLS
 * @throws ValidationError `ERR_VALIDATION_METADATA` with every problem of a client's metadata
 */
export function createProviderContext(options: ProviderOptions): ProviderContext {
  checkOptionNames(options, optionNames, { of: "createProvider" });
  const { issuer, clock = systemClock, random = systemRandom } = options;
  checkIssuer(issuer);
  checkSessionOptions(options.sessions ?? {});
  const report = createReporter(options.onEvent) ?? (() => undefined);
  checkTokenOptions(options.tokens);
  checkCibaOptions(options.ciba);
  const report = createReporter(options.onEvent) ?? (() => undefined);
  const lifecycle = createLifecycle();
  const unguarded = options.store ?? createMemoryStore({ clock });
  const { store, sweep } = watchStore(unguarded, { clock, lifecycle, report }, options.storage);
  const keys = createSigningKeys({ store: store.keys, clock, random }, options.keys);
  checkAuthorizationOptions(options);
  const clients = createClientDirectory(options.clients ?? [], { store: store.clients, nowMs: clock() });
  checkProfile(options, clients.configured);
  const keys = createSigningKeys({ store: store.keys, clock, random }, chooseKeyOptions(options));
  const { resources = {}, defaultResource = issuer } = options.tokens ?? {};
  const clients = createClientDirectory(options.clients ?? [], { store: store.clients, nowMs: clock() });
  const standardScopes = options.scopes ?? defaultScopes;
  const ofResources = Object.values(resources).flatMap(({ scopes = [] }) => scopes);
  let metadata: AuthorizationServerMetadata | undefined;
  const context: ProviderContext = Object.freeze<ProviderContext>({
  const report = createReporter(options.onEvent) ?? (() => undefined);
  const longestTokenSeconds = findLongestTokenSeconds(options);
  const keys = createSigningKeys({ store: store.keys, clock, random, report, longestTokenSeconds }, options.keys);
  const { resources = {}, defaultResource = issuer } = options.tokens ?? {};
  const standardScopes = options.scopes ?? defaultScopes;
  const ofResources = Object.values(resources).flatMap(({ scopes = [] }) => scopes);
  checkCorsOptions(options.cors);
  const clients = createClientDirectory(options.clients ?? [], { store: store.clients, nowMs: clock() });
  for (const client of clients.configured) requireClientTokens(client, keys.algorithms);
  return Object.freeze<ProviderContext>({
    issuer,
    options,
    standardScopes,
    scopes: [...new Set([...standardScopes, ...ofResources])],
    store,
    lifecycle,
    sweep,
    clock,
    random,
    keys,
    clients,
    accounts: options.accounts ?? { find: async () => undefined },
    lifecycle: createLifecycle(),
    idTokens: readIdTokenOptions(options.idTokens),
    logout: createLogoutQueue(options.logout),
    clientAuthentication: createClientAuthentication(options.clientAuthentication, clients.configured),
    throttling: createThrottling(options.throttling, clock),
    accounts: options.accounts ?? { find: async () => undefined },
    clients,
    lifetimes: { ...defaultLifetimes, ...withoutUndefined(options.lifetimes ?? {}) },
    pages: createPageSettings(options),
    fetch: options.fetch ?? ((url, init) => fetch(url, init)),
    defaultAudience: defaultResource,
    findResource: (identifier) => (Object.hasOwn(resources, identifier) ? resources[identifier] : undefined),
    dpop: createProofPolicy({ keys, store, clock }),
    report,
    loginLock: createKeyedLock(maxWaitingLogins),
    accounts: createAccountSource(options, {
      store,
      clock,
      random,
      onEvent: report,
      endSessions: (accountId, reason, exceptSid) => endAccountSessions(context, accountId, reason, exceptSid),
    }),
    urlOf: (path) => `${issuer}${path}`,
    metadata() {
      metadata ??= buildMetadata(context);
      return metadata;
    },
  });
  return context;
}

/** The nonces rest on a secret that all processes share, so that one accepts what another sent. */
function createProofPolicy({
  keys,
  store,
  clock,
}: {
  readonly keys: SigningKeys;
  readonly store: ProviderStore;
  readonly clock: () => number;
}): () => Promise<DPoPProofPolicy> {
  let policy: Promise<DPoPProofPolicy> | undefined;
  const make = async (): Promise<DPoPProofPolicy> => {
    const secret = new Uint8Array(await keys.secret("dpop-nonce"));
    return { replayStore: store.replay, clock, nonces: createDPoPNonces({ secrets: [secret], clock }) };
  };
  return () => {
    policy ??= make().catch((error) => {
      policy = undefined;
      throw error;
    });
    return policy;
  };
}

/** A key has to be published for as long as anything it signed is good. */
function findLongestTokenSeconds({ lifetimes, tokens, idTokens }: ProviderOptions): number {
  const { accessTokenSeconds, idTokenSeconds } = { ...defaultLifetimes, ...withoutUndefined(lifetimes ?? {}) };
  const ofResources = Object.values(tokens?.resources ?? {}).map((resource) => resource.accessTokenSeconds ?? 0);
  const ofClients = Object.values(idTokens?.secondsByClient ?? {});
  return Math.max(accessTokenSeconds, idTokenSeconds, ...ofResources, ...ofClients);
}

function checkIssuer(issuer: string): void {
  const url = typeof issuer === "string" ? parseUrl(issuer) : undefined;
  const isPlain =
    url !== undefined && url.search === "" && url.hash === "" && url.username === "" && url.password === "";
  if (url === undefined || !isPlain || issuer.endsWith("/") || issuer.includes("?") || issuer.includes("#")) {
    throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
      message: "issuer must be an absolute URL without user information, query, fragment, and slash at the end.",
      parameter: "issuer",
      specification: specification("rfc8414", "2"),
    });
  }
  if (isSecureUrl(url)) return;
  throw new ConfigurationError("ERR_CONFIGURATION_INSECURE_URL", {
    message: "issuer must use https, or http on the loopback interface.",
    parameter: "issuer",
    specification: specification("rfc8414", "2"),
  });
}

/** An option that is left undefined has its default. */
function withoutUndefined<T extends object>(options: T): { [Name in keyof T]?: Exclude<T[Name], undefined> } {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as never;
}

/** Attempts for one account that may wait: more than a person sends. */
const maxWaitingLogins = 10;
const defaultScopes = ["openid", "profile", "email", "address", "phone", "offline_access"];
const optionNames: OptionNames<ProviderOptions> = {
  ...authorizationOptionNames,
  issuer: true,
  clients: true,
  store: true,
  profile: true,
  tokenExchange: true,
  ciba: true,
  accounts: true,
  clientAuthentication: true,
  throttling: true,
  accounts: true,
  storage: true,
  scopes: true,
  accounts: true,
  tokens: true,
  idTokens: true,
  logout: true,
  cors: true,
  lifetimes: true,
  keys: true,
  pages: true,
  registration: true,
  accounts: true,
  accountRules: true,
  sessions: true,
  onEvent: true,
  fetch: true,
  clock: true,
  random: true,
};
