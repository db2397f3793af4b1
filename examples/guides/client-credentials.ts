import { createClient, type TokenSet } from "ts-identity-model";

const client = createClient({
  issuer: "https://id.example.com",
  client: { client_id: "service", client_secret: "secret" },
});

let tokens: TokenSet | undefined;

/** An access token for the service itself, from memory for as long as it lasts. */
export async function getAccessToken(): Promise<string> {
  const soon = Date.now() + 60_000;
  if (tokens === undefined || (tokens.expiresAt ?? 0) < soon) {
    tokens = await client.clientCredentials({ scope: "orders:read", resource: ["https://api.example.com"] });
  }
  return tokens.response.access_token;
}

/** New tokens for a user who logged in before. Store what it returns in the place of what you passed. */
export const renew = <Claims extends TokenSet["claims"]>(login: TokenSet<Claims>) => client.refresh(login);
