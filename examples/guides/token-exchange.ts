import { createClient } from "ts-identity-model";

const client = createClient({
  issuer: "https://id.example.com",
  client: { client_id: "web", client_secret: "secret", redirect_uris: ["https://app.example.com/callback"] },
});

/** Changes the token of a caller into one for another API, on behalf of the same user. */
export async function exchange(callersToken: string): Promise<string> {
  const tokens = await client.exchangeToken({
    subject_token: callersToken,
    subject_token_type: "urn:ietf:params:oauth:token-type:access_token",
    requested_token_type: "urn:ietf:params:oauth:token-type:access_token",
    audience: ["orders"],
    scope: "orders:read",
  });
  return tokens.response.access_token;
}
