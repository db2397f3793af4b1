import type { ClientMetadata } from "../../generated/messages/client-metadata.ts";
import type { AccountInput } from "../provider/accounts/account-input.ts";
import type { ConfiguredClient } from "../provider/clients/registered-client.ts";
import type { ProviderOptions } from "../provider/options.ts";
import { createTestPasswordHasher } from "../provider/testing/test-password-hasher.ts";
import type { TestClock } from "./test-clock.ts";
import { testValues } from "./test-values.ts";

/** A person of a test: what an account is, with its password. */
export interface TestAccount extends AccountInput {
  readonly id: string;
  readonly password: string;
}

/** What differs from the client that a test provider has. */
export interface TestClientChanges extends ClientMetadata {
  readonly client_id?: string;
  readonly client_secret?: string;
}

/** How a test provider is set up: every option of `createProvider`, each with a default that suits tests. */
export interface TestProviderOptions
  extends Omit<ProviderOptions, "issuer" | "clients" | "accounts" | "clock" | "store"> {
  /** Default `https://id.example.com`, a name that nobody has. */
  readonly issuer?: string | undefined;
  /** Members of the one client that differ; `clients` adds others. */
  readonly client?: TestClientChanges | undefined;
  readonly clients?: readonly ConfiguredClient[] | undefined;
  /** Default: Ada, who signs in as `ada` with `correct horse battery`. */
  readonly accounts?: readonly TestAccount[] | undefined;
  /** Default: a clock of its own, which stands still at the machine's time. */
  readonly clock?: TestClock | undefined;
}

/** What the provider is made of. */
export interface TestSetup {
  readonly client: ConfiguredClient;
  readonly accounts: readonly TestAccount[];
  readonly options: ProviderOptions;
}

/** Fills in what is left open. */
export function describeTestProvider(given: TestProviderOptions, clock: TestClock): TestSetup {
  const { issuer = testValues.issuer, client: changes, clients = [], accounts = [ada], ...options } = given;
  const configured = describeClient(changes);
  const tokens = { defaultResource: testValues.audience, ...options.tokens };
  const resources = {
    [testValues.audience]: { format: "jwt" as const, introspectionClients: [configured.client_id] },
    ...tokens.resources,
  };
  return {
    client: configured,
    accounts,
    options: {
      firstPartyClients: [configured.client_id],
      ...options,
      issuer,
      clients: [configured, ...clients],
      accounts,
      accountRules: { hasher: createTestPasswordHasher({ issuer }), ...options.accountRules },
      tokens: { ...tokens, resources },
      clock,
    },
  };
}

/** A client that authenticates otherwise, or not at all, has no secret. */
function describeClient(changes: TestClientChanges = {}): ConfiguredClient {
  const client: ConfiguredClient = { ...testClient, ...changes };
  const { token_endpoint_auth_method: method = "client_secret_basic", client_secret: _secret, ...others } = client;
  return method.startsWith("client_secret") ? client : { ...others, token_endpoint_auth_method: method };
}

const testClient: ConfiguredClient = {
  client_id: testValues.clientId,
  client_secret: testValues.clientSecret,
  redirect_uris: [testValues.redirectUri],
  post_logout_redirect_uris: [testValues.postLogoutRedirectUri],
  grant_types: ["authorization_code", "refresh_token", "client_credentials"],
};

const ada: TestAccount = {
  id: testValues.subject,
  username: "ada",
  password: testValues.password,
  email: "ada@example.com",
  isVerified: true,
  claims: { name: "Ada Lovelace", given_name: "Ada", family_name: "Lovelace" },
};
