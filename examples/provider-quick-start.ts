import { createProvider } from "ts-identity-model/provider";
import { serveProvider } from "ts-identity-model/provider/node";

export const provider = createProvider({
  issuer: "http://127.0.0.1:3000",
  clients: [
    { client_id: "web", client_secret: "not-for-production", redirect_uris: ["http://127.0.0.1:8080/callback"] },
  ],
  accounts: [{ id: "ada", username: "ada", password: "correct horse battery", claims: { name: "Ada Lovelace" } }],
});
export const start = () => serveProvider(provider, { port: 3000 });
