import { createHash, randomBytes } from "node:crypto";
import type { AccountInput } from "../../src/provider/accounts/account-input.ts";
import type { ConfiguredClient } from "../../src/provider/clients/registered-client.ts";
import { createProvider, type Provider } from "../../src/provider/create-provider.ts";
import { createPasswordHasher } from "../../src/provider/crypto/password-hash.ts";
import type { ProviderEvent } from "../../src/provider/events.ts";
import { serveProvider } from "../../src/provider/node/serve-provider.ts";
import type { ProviderOptions } from "../../src/provider/options.ts";
import { createCountedHashing } from "../fixtures/provider/login-hashing.ts";
import { type LoopbackServer, startLoopbackServer } from "../providers/loopback-server.ts";

/** A provider at 127.0.0.1 and an application at localhost, which browsers take for another site. */
export interface ServedTestProvider {
  readonly provider: Provider;
  readonly issuer: string;
  /** Shows at `/callback` whatever it is sent to. */
  readonly app: string;
  readonly events: readonly ProviderEvent[];
  /** Lets time pass for the provider; a browser does not notice. */
  readonly passSeconds: (seconds: number) => void;
  /** Where an application sends the browser. */
  readonly authorizationUrl: (parameters?: Readonly<Record<string, string>>) => string;
  readonly close: () => Promise<void>;
}

/** What differs from the usual provider. */
export interface ServedTestOptions {
  /** What else the application serves. */
  readonly app?: Parameters<LoopbackServer["handle"]>[0];
  /** Further clients; they get to know where the application is. */
  readonly clients?: (app: string) => readonly ConfiguredClient[];
  readonly options?: Partial<ProviderOptions>;
}

export const ada: AccountInput = {
  id: "ada-id",
  username: "ada",
  password: "correct horse",
  email: "ada@example.com",
  isVerified: true,
  claims: { name: "Ada Lovelace", given_name: "Ada", family_name: "Lovelace" },
};
export const grace: AccountInput = {
  id: "grace-id",
  username: "grace",
  password: "temporary words",
  requiresPasswordChange: true,
};

/** Starts both. */
export async function startServedProvider({
  app: serveApp,
  clients = () => [],
  options = {},
}: ServedTestOptions = {}): Promise<ServedTestProvider> {
  const application = await startLoopbackServer();
  application.handle(serveApp ?? ((request, response) => void response.end(`The application got ${request.url}`)));
  const app = application.origin.replace("127.0.0.1", "localhost");
  const events: ProviderEvent[] = [];
  let passedMs = 0;
  const make = (issuer: string): Provider =>
    createProvider({
      issuer,
      clients: [webClient(app), deviceClient, ...clients(app)],
      accounts: [ada, grace],
      accountRules: { hasher: createPasswordHasher({ algorithms: [createCountedHashing().algorithm] }) },
      keys: { algorithms: ["ES256", "RS256"] },
      pages: { name: "Example ID" },
      clock: () => Date.now() + passedMs,
      onEvent: (event) => void events.push(event),
      ...options,
    });
  const { issuer, provider, close } = await serveProvider(make, { port: 0, shutdownTimeoutMs: 100 });
  return {
    provider,
    issuer,
    app,
    events,
    passSeconds: (seconds) => {
      passedMs += seconds * 1000;
    },
    authorizationUrl: (parameters = {}) => `${issuer}/authorize?${new URLSearchParams(requestOf(app, parameters))}`,
    close: async () => {
      await close();
      await application.close();
    },
  };
}

/** A port that nobody listens at now. */
export async function findFreePort(): Promise<number> {
  const server = await startLoopbackServer();
  await server.close();
  return Number(new URL(server.origin).port);
}

function requestOf(app: string, parameters: Readonly<Record<string, string>>): Record<string, string> {
  return {
    client_id: "web",
    redirect_uri: `${app}/callback`,
    response_type: "code",
    scope: "openid profile email",
    state: randomBytes(8).toString("hex"),
    code_challenge: createHash("sha256").update("v".repeat(43)).digest("base64url"),
    code_challenge_method: "S256",
    ...parameters,
  };
}

function webClient(app: string): ConfiguredClient {
  return {
    client_id: "web",
    client_name: "Web shop",
    client_secret: randomBytes(32).toString("hex"),
    redirect_uris: [`${app}/callback`],
    post_logout_redirect_uris: [`${app}/signed-out`],
  };
}

const deviceClient: ConfiguredClient = {
  client_id: "tv",
  client_name: "Television",
  token_endpoint_auth_method: "none",
  grant_types: ["urn:ietf:params:oauth:grant-type:device_code"],
};
