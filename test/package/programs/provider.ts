import { createProvider, type Provider, type ProviderOptions, type ProviderStore } from "ts-identity-model/provider";

const options: ProviderOptions = {
  issuer: "http://localhost:3000",
  clients: [{ client_id: "web", client_secret: "secret", redirect_uris: ["http://localhost:8080/callback"] }],
  accounts: [{ id: "ada", username: "ada", password: "correct horse battery", claims: { name: "Ada" } }],
};
export const provider: Provider = createProvider(options);
export const answer: Promise<Response> = provider.fetch("http://localhost:3000/jwks");
export const withStore = (store: ProviderStore): Provider => createProvider({ ...options, store });
