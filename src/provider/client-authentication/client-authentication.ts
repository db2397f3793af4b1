import { type ClientKeyCache, createClientKeyCache } from "../clients/client-key-cache.ts";
import type { RegisteredClient } from "../clients/registered-client.ts";
import { isSlowHash } from "../clients/secret-hash.ts";
import { createPasswordHasher, type PasswordHasher } from "../crypto/password-hash.ts";
import type { ProviderOptions } from "../options.ts";
import { isFapi } from "../profiles/provider-profile.ts";
import { readAuthenticationMethods } from "./client-authentication-options.ts";

/** What the authentication of clients works with. */
export interface ClientAuthenticationParts {
  /** The methods that are accepted. */
  readonly methods: readonly string[];
  /** For secrets that somebody chose. */
  readonly hasher: PasswordHasher;
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
  { clientAuthentication, profile }: ProviderOptions,
  configured: readonly RegisteredClient[],
  hasher: PasswordHasher = createPasswordHasher(),
): ClientAuthenticationParts {
  const used = configured.map(({ authMethod }) => authMethod);
  let hasSlowSecrets = false;
  return Object.freeze<ClientAuthenticationParts>({
    methods: readAuthenticationMethods(clientAuthentication, { used, isFapi: isFapi(profile) }),
    hasher,
    keys: createClientKeyCache(),
    noteSecrets({ secrets }) {
      if (!hasSlowSecrets) hasSlowSecrets = secrets.some(({ hash }) => isSlowHash(hash));
    },
    async spendSlowEffort() {
      // Without a hash it works as long as with one.
      if (hasSlowSecrets) await hasher.verify("somebody's guess", undefined);
    },
  });
}
