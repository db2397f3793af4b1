import { type Client, createClient, isAuthError, type TokenSet } from "ts-identity-model";

const client: Client = createClient({
  issuer: "https://id.example.com",
  client: { client_id: "web", redirect_uris: ["https://app.example.com/callback"] },
  onEvent: (event) => void event.type,
});

/** Claims are certain, because the scope names `openid`. */
export async function login(callback: string): Promise<string> {
  const { transaction } = await client.startAuthorization({ scope: "openid email" });
  const tokens = await client.finishAuthorization(callback, transaction);
  const subject: string = tokens.claims.sub;
  const kept: TokenSet = await client.refresh(tokens);
  return `${subject} ${kept.response.access_token} ${isAuthError(subject)}`;
}
