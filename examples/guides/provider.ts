import { createClient } from "ts-identity-model";
import { createProvider, type Provider } from "ts-identity-model/provider";
import { type ServedProvider, serveProvider } from "ts-identity-model/provider/node";

export const provider: Provider = createProvider({
  issuer: "http://127.0.0.1:3000",
  clients: [
    { client_id: "web", client_secret: "web-secret", redirect_uris: ["http://127.0.0.1:8080/callback"] },
    { client_id: "report", client_secret: "report-secret", grant_types: ["client_credentials"], scope: "orders" },
  ],
  accounts: [{ id: "ada", username: "ada", password: "correct horse battery", claims: { name: "Ada Lovelace" } }],
  tokens: { resources: { "https://api.example.com": { scopes: ["orders"], format: "jwt" } } },
  onEvent: ({ type, reason }) => void (reason !== undefined && console.log(type, reason)),
});

/** For browsers and other processes. */
export const start = (port = 3000): Promise<ServedProvider> => serveProvider(provider, { port });

/** For this process, without a port: `provider.fetch` is a `fetch`. */
export const service = createClient({
  issuer: provider.issuer,
  client: { client_id: "report", client_secret: "report-secret" },
  fetch: provider.fetch,
});
export const getToken = async (): Promise<string> => {
  const { response } = await service.clientCredentials({ scope: "orders", resource: ["https://api.example.com"] });
  return response.access_token;
};
