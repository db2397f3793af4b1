import { createClient, type RevokedTokens, type TokenSet } from "ts-identity-model";

const client = createClient({
  issuer: "https://id.example.com",
  client: { client_id: "web", client_secret: "secret", redirect_uris: ["https://app.example.com/callback"] },
});

/** At the end of a session: the refresh token, then the access token. */
export async function logOut(tokens: TokenSet): Promise<RevokedTokens> {
  const outcome = await client.revokeAll(tokens);
  if (outcome.refreshToken.status === "failed") {
    // Still good: keep the token and try again later, after `retryAfterSeconds` where the server names it.
    console.warn(outcome.refreshToken.error.message);
  }
  return outcome;
}

const tokens = await client.clientCredentials({ scope: "read" });
await client.revokeToken({ token: tokens.response.access_token, token_type_hint: "access_token" });
console.log((await logOut(tokens)).complete ? "revoked" : "try again");
