import type { AuthorizationServerMetadata } from "../../generated/messages/authorization-server-metadata.ts";
import { checkOptionNames, type OptionNames } from "../util/check-option-names.ts";
import { systemClock } from "../util/clock.ts";
import { createReporter } from "../util/reporter.ts";
import { createAccountSource } from "./accounts/create-account-source.ts";
import { adminScopes, checkAdminOptions } from "./admin/admin-options.ts";
import { withAdminResource } from "./admin/with-admin-resource.ts";
import { authorizationOptionNames, checkAuthorizationOptions } from "./authorization/authorization-options.ts";
import { requireClientRequests } from "./authorization/check-client-requests.ts";
import { checkIssuer } from "./check-issuer.ts";
import { checkOptionValues } from "./check-option-values.ts";
import { createClientAuthentication } from "./client-authentication/client-authentication.ts";
import { listsScopes, requireClientScopes } from "./clients/check-client-scopes.ts";
import { createClientDirectory } from "./clients/client-directory.ts";
import type { ProviderContext } from "./context.ts";
import { createProofPolicy } from "./create-proof-policy.ts";
import { createPooledRandom } from "./crypto/pooled-random.ts";
import { buildMetadata } from "./endpoints/authorization-server-metadata.ts";
import { checkCorsOptions } from "./http/cors-options.ts";
import { createKeyedLock } from "./interaction/keyed-lock.ts";
import { createSigningKeys } from "./keys/signing-keys.ts";
import { createLifecycle } from "./lifecycle.ts";
import { readLifetimes } from "./lifetimes.ts";
import { limitHooks } from "./limit-hooks.ts";
import { createLogoutQueue } from "./logout/logout-queue.ts";
import type { ProviderOptions } from "./options.ts";
import { createPageSettings } from "./pages/page-settings.ts";
import { requireCibaClient } from "./pending/check-ciba-client.ts";
import { checkCibaOptions } from "./pending/ciba-options.ts";
import { checkProfile, chooseKeyOptions } from "./profiles/check-profile.ts";
import { findProfile } from "./profiles/provider-profile.ts";
import { checkRegistrationOptions } from "./registration/registration-options.ts";
import { checkSessionOptions } from "./sessions/session-options.ts";
import { endAccountSessions } from "./sessions/sessions.ts";
import { createMemoryStore } from "./stores/memory/memory-store.ts";
import { watchStore } from "./stores/watch-store.ts";
import { createThrottling } from "./throttling/throttling.ts";
import { requireClientTokens } from "./tokens/check-client-tokens.ts";
import { readIdTokenOptions } from "./tokens/id-token-options.ts";
import { checkTokenOptions, requireResourceKeys } from "./tokens/token-options.ts";

/**
 * Makes what the endpoints of a provider work with.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` naming an option that can't be used; `ERR_CONFIGURATION_INSECURE_URL` for an issuer without TLS;
 * `ERR_CONFIGURATION_PROFILE` for a client or an option that the profile forbids
 * @throws ValidationError `ERR_VALIDATION_METADATA` with every problem of a client's metadata
 */
export function createProviderContext(given: ProviderOptions): ProviderContext {
  checkOptions(given);
  const options = limitHooks(withAdminResource(given));
  const { issuer, clock = systemClock, random = createPooledRandom() } = options;
  const report = createReporter(options.onEvent) ?? (() => undefined);
  const lifecycle = createLifecycle();
  const unguarded = options.store ?? createMemoryStore({ clock });
  const { store, sweep } = watchStore(unguarded, { clock, lifecycle, report }, options.storage);
  const clients = createClientDirectory(options.clients ?? [], { store: store.clients, nowMs: clock() });
  checkProfile(options, clients.configured);
  const longestTokenSeconds = findLongestTokenSeconds(options);
  const keyParts = { store: store.keys, clock, random, report, longestTokenSeconds };
  const keys = createSigningKeys(keyParts, chooseKeyOptions(options));
  requireResourceKeys(options.tokens, keys.algorithms);
  const scopes = describeScopes(options);
  for (const client of clients.configured) {
    if (listsScopes(options)) requireClientScopes(client, scopes.scopes);
    requireClientTokens(client, keys.algorithms);
    requireClientRequests(client, keys.encryptionAlgorithms);
    requireCibaClient(client);
  }
  let metadata: AuthorizationServerMetadata | undefined;
  const context: ProviderContext = Object.freeze<ProviderContext>({
    issuer,
    options,
    ...scopes,
    store,
    lifecycle,
    sweep,
    clock,
    random,
    keys,
    clients,
    idTokens: readIdTokenOptions(options.idTokens),
    logout: createLogoutQueue(options.logout),
    clientAuthentication: createClientAuthentication(options, clients.configured),
    throttling: createThrottling(options.throttling, clock),
    lifetimes: readLifetimes(options.lifetimes),
    pages: createPageSettings(options),
    fetch: options.fetch ?? ((url, init) => fetch(url, init)),
    dpop: createProofPolicy({ keys, store, clock, algorithms: findProfile(options.profile).algorithms }),
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

function checkOptions(options: ProviderOptions): void {
  checkOptionNames(options, optionNames, { of: "createProvider" });
  checkOptionValues(options);
  checkIssuer(options.issuer);
  checkSessionOptions(options.sessions ?? {});
  readLifetimes(options.lifetimes);
  checkTokenOptions(options.tokens);
  checkCibaOptions(options.ciba);
  checkCorsOptions(options.cors);
  checkAuthorizationOptions(options);
  checkAdminOptions(options.admin);
  checkRegistrationOptions(options.registration);
}

/** What can be asked for, and for whom. */
function describeScopes({
  issuer,
  scopes = defaultScopes,
  tokens = {},
  admin,
}: ProviderOptions): Pick<
  ProviderContext,
  "scopes" | "openScopes" | "standardScopes" | "defaultAudience" | "findResource"
> {
  const { resources = {}, defaultResource = issuer } = tokens;
  const ofResources = Object.values(resources).flatMap((resource) => resource.scopes ?? []);
  const all = [...new Set([...scopes, ...ofResources])];
  const closed: readonly string[] = admin === undefined ? [] : Object.values(adminScopes);
  return {
    standardScopes: scopes,
    scopes: all,
    openScopes: all.filter((scope) => !closed.includes(scope)),
    defaultAudience: defaultResource,
    findResource: (identifier) => (Object.hasOwn(resources, identifier) ? resources[identifier] : undefined),
  };
}

/** A key has to be published for as long as anything it signed is good. */
function findLongestTokenSeconds({ lifetimes, tokens, idTokens }: ProviderOptions): number {
  const { accessTokenSeconds, idTokenSeconds } = readLifetimes(lifetimes);
  const ofResources = Object.values(tokens?.resources ?? {}).map((resource) => resource.accessTokenSeconds ?? 0);
  const ofClients = Object.values(tokens?.clients ?? {}).map((client) => client.accessTokenSeconds ?? 0);
  const ofIdTokens = Object.values(idTokens?.secondsByClient ?? {});
  return Math.max(accessTokenSeconds, idTokenSeconds, ...ofResources, ...ofClients, ...ofIdTokens);
}

/** Attempts for one account that may wait: more than a person sends. */
const maxWaitingLogins = 10;
const defaultScopes = ["openid", "profile", "email", "address", "phone", "offline_access"];
const optionNames: OptionNames<ProviderOptions> = {
  ...authorizationOptionNames,
  issuer: true,
  clients: true,
  accounts: true,
  accountRules: true,
  sessions: true,
  profile: true,
  store: true,
  storage: true,
  scopes: true,
  clientAuthentication: true,
  throttling: true,
  tokens: true,
  tokenExchange: true,
  ciba: true,
  idTokens: true,
  logout: true,
  cors: true,
  lifetimes: true,
  hookTimeoutMs: true,
  keys: true,
  pages: true,
  registration: true,
  admin: true,
  onEvent: true,
  fetch: true,
  clock: true,
  random: true,
};
