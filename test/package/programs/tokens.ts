import { createClient } from "ts-identity-model";
import {
  createAuthorizedFetch,
  createClientCredentialsTokens,
  createTokenExchangeTokens,
  createUserTokens,
  type FetchLike,
  type TokenEvent,
  type TokenSet,
} from "ts-identity-model/tokens";
import { createMemorySharedStore } from "ts-identity-model/util";

const client = createClient({
  issuer: "https://id.example.com",
  client: { client_id: "web", client_secret: "secret" },
});
const store = createMemorySharedStore();
const baseUrl = "https://api.example.com";
const log = (event: TokenEvent): string => event.type;

/** Tokens of the application, of a caller and of a user, each for calling an API. */
const service = createClientCredentialsTokens(client, { scope: "orders", store, baseUrl, onEvent: log });
const exchanged = createTokenExchangeTokens(client, { baseUrl, parameters: { audience: ["orders"] } });
const users = createUserTokens(client, { store, baseUrl });
export const fetches: readonly FetchLike[] = [
  service.fetch,
  exchanged.fetchFor({ subjectToken: "token" }),
  users.fetch("session", { resource: "https://files.example.com" }),
  createAuthorizedFetch({ client, getToken: () => service.getToken(), baseUrl }),
];
export const read = (session: string): Promise<TokenSet | undefined> => users.get(session);
