import { createProvider } from "ts-identity-model/provider";
import { serveProvider } from "ts-identity-model/provider/node";

const { APP_URL = "http://localhost:3000" } = process.env;

const provider = createProvider({
  issuer: "http://127.0.0.1:4000",
  clients: [
    {
      client_id: "web",
      client_secret: "web-secret",
      redirect_uris: [`${APP_URL}/auth/callback`],
      post_logout_redirect_uris: [`${APP_URL}/auth/logout/callback`],
      grant_types: ["authorization_code", "refresh_token"],
      scope: "openid profile offline_access orders.read",
    },
  ],
  firstPartyClients: ["web"],
  accounts: [{ id: "ada", username: "ada", password: "correct horse battery", claims: { name: "Ada Lovelace" } }],
  idTokens: { claims: "id_token" },
  tokens: { resources: { [APP_URL]: { scopes: ["orders.read", "orders.write"], format: "jwt" } } },
});

export const { issuer } = await serveProvider(provider, { port: 4000 });
console.log(`The provider is ${issuer}`);
