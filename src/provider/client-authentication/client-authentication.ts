import { type ClientKeyCache, createClientKeyCache } from "../clients/client-key-cache.ts";
import type { RegisteredClient } from "../clients/registered-client.ts";
import { isSlowHash } from "../clients/secret-hash.ts";
import { createSlowHasher, type SlowHasher } from "../crypto/slow-hash.ts";
import { type ClientAuthenticationOptions, readAuthenticationMethods } from "./client-authentication-options.ts";

/** What the authentication of clients works with. */
export interface ClientAuthenticationParts {
  /** The methods that are accepted. */
  readonly methods: readonly string[];
  readonly slowHasher: SlowHasher;
  /** Keys of clients. */
  readonly keys: ClientKeyCache;
  /** Tells that a secret is hashed slowly: from then on every failure takes as long. */
  readonly noteSecrets: (client: RegisteredClient) => void;
  /** Takes as long as the verification of a secret that is hashed slowly, if there are such secrets. */
  readonly spendSlowEffort: () => Promise<void>;
}

/**
 * Makes what the authentication of clients works with.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` naming what can't be used
 */
export function createClientAuthentication(
  options: ClientAuthenticationOptions | undefined,
  configured: readonly RegisteredClient[],
  slowHasher: SlowHasher = createSlowHasher(),
): ClientAuthenticationParts {
  const used = configured.map(({ authMethod }) => authMethod);
  let hasSlowSecrets = false;
  let dummy: Promise<string> | undefined;
  return Object.freeze<ClientAuthenticationParts>({
    methods: readAuthenticationMethods(options, used),
    slowHasher,
    keys: createClientKeyCache(),
    noteSecrets({ secrets }) {
      if (!hasSlowSecrets) hasSlowSecrets = secrets.some(({ hash }) => isSlowHash(hash));
    },
    async spendSlowEffort() {
      if (!hasSlowSecrets) return;
      dummy ??= slowHasher.hash("nobody's secret").catch((error) => {
        dummy = undefined;
        throw error;
      });
      await slowHasher.verify("somebody's guess", await dummy);
    },
  });
}
