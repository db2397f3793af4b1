import { createClient } from "ts-identity-model";
import { createAuthorizedFetch, createClientCredentialsTokens, createUserTokens } from "ts-identity-model/tokens";
import { createMemorySharedStore } from "ts-identity-model/util";

const client = createClient({
  issuer: "https://id.example.com",
  client: { client_id: "web", client_secret: "secret", redirect_uris: ["https://app.example.com/callback"] },
});
const store = createMemorySharedStore(); // for several processes: createRedisSharedStore, createPostgresSharedStore
const secret = "thirty-two random octets of your vault"; // encrypts what lies in the store

/** Tokens of the application itself. */
const service = createClientCredentialsTokens(client, {
  ...{ scope: "orders:read", store, secret },
  baseUrl: "https://api.example.com",
});
export const readOrders = () => service.fetch("/orders");

/** Tokens of the users, by the identifier of their session. */
const users = createUserTokens(client, { store, secret, baseUrl: "https://api.example.com" });
export const { url, transaction } = await client.startAuthorization({ scope: "openid offline_access" });
export async function finish(callback: string, session: string): Promise<void> {
  await users.save(session, await client.finishAuthorization(callback, transaction));
}
export const readCart = (session: string) => users.fetch(session)("/cart");
export const logOut = (session: string) => users.revoke(session);

/** Any other source of tokens will do as well. */
export const partner = createAuthorizedFetch({
  getToken: () => service.getToken({ scope: "partner:read" }),
  allowedOrigins: ["https://partner.example.com"],
  client,
});
