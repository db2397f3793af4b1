import type { ProviderOptions } from "../../src/provider/index.ts";
import type { ProviderStore } from "../../src/provider/stores/store.ts";
import type { RegisteredClient } from "./registered-clients.ts";

/** What the provider is configured with. */
export interface OwnConfigurationInput {
  readonly issuer: string;
  /** Origin under which the same endpoints ask for a client certificate. */
  readonly certificateOrigin: string;
  readonly clients: readonly RegisteredClient[];
  readonly profile: ProviderOptions["profile"];
  readonly store: ProviderStore;
  /** Takes what the provider sends to clients, whose origins need not exist. */
  readonly deliver: typeof fetch;
  /** Is told of failures inside. */
  readonly onFailure: (error: Error) => void;
}

/** Every feature that the library can use, switched on. */
export function configureOwnProvider(input: OwnConfigurationInput): ProviderOptions {
  const { issuer, certificateOrigin, clients, profile, store, deliver, onFailure } = input;
  return {
    issuer,
    profile,
    // Who is registered for no types of details could ask for all of them.
    clients: clients.map((client) => ({ authorization_details_types: [], ...client })),
    store,
    fetch: deliver,
    accounts: [account("ada"), account("grace")],
    scopes: ["openid", "profile", "email", "offline_access", "api"],
    clientAuthentication: { certificateOrigin },
    authorizationDetails: { payment: () => undefined },
    tokenExchange: () => ({ allow: true }),
    keys: { encryptionAlgorithms: ["RSA-OAEP-256"] },
    ciba: { notify: () => undefined },
    registration: {},
    tokens: {
      refreshLeewaySeconds: 0,
      resources: {
        // The resource that is meant where a request names none.
        [issuer]: { introspectionClients: ["resource-server", "resource-server-encrypted"] },
        "https://api.example.com": resource,
        "https://files.example.com": resource,
      },
    },
    onEvent: (event) => {
      if (event.type.startsWith("error.")) onFailure(new Error(event.reason, { cause: event.cause }));
    },
  };
}

function account(id: string) {
  return {
    id,
    username: id,
    password: "a password that is no secret",
    email: `${id}@example.com`,
    isVerified: true,
    claims: {
      name: "Ada Lovelace",
      given_name: "Ada",
      family_name: "Lovelace",
      preferred_username: id,
      updated_at: 1_700_000_000,
    },
  };
}

const resource = { scopes: ["api"], format: "jwt", algorithm: "ES256" } as const;
