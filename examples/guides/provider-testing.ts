import { createClient } from "ts-identity-model";
import { createProvider, type Provider } from "ts-identity-model/provider";
import { type ServedProvider, serveProvider } from "ts-identity-model/provider/node";
import { createTestPasswordHasher, signIn as signInAt } from "ts-identity-model/provider/testing";

let now = Date.now();
const clock = () => now;
export const pass = (seconds: number): void => {
  now += seconds * 1000;
};

const client = {
  client_id: "web",
  client_secret: "test-secret",
  redirect_uris: ["https://app.example.com/callback"],
  grant_types: ["authorization_code", "refresh_token"],
};
const issuer = "https://id.example.com";
export const provider: Provider = createProvider({
  issuer,
  clients: [client],
  firstPartyClients: ["web"],
  accounts: [{ id: "ada", username: "ada", password: "correct horse battery" }],
  accountRules: { hasher: createTestPasswordHasher({ issuer }) },
  clock,
});
export const application = createClient({ issuer: provider.issuer, client, fetch: provider.fetch, clock });

/** Signs in by the pages of the provider, without a browser. */
export const signIn = (
  authorizationUrl: string,
  person = { username: "ada", password: "correct horse battery" },
): Promise<string> => signInAt(provider, { ...person, authorizationUrl });

/** For a browser, or an application in another process: the port is not known beforehand. */
export const serve = (): Promise<ServedProvider> =>
  serveProvider((issuer) => createProvider({ issuer, clients: [client] }), { port: 0 });
