import { createClient } from "ts-identity-model";

const client = createClient({
  issuer: "https://id.example.com",
  client: {
    client_id: "web",
    client_secret: "secret",
    redirect_uris: ["https://app.example.com/callback"],
    authorization_signed_response_alg: "RS256",
  },
});

/** The answer will be one signed JWT in the parameter `response`. */
export const { url, transaction } = await client.startAuthorization({ scope: "openid", response_mode: "jwt" });

/** Called with the URL that the browser requests at the redirect URI: `https://app.example.com/callback?response=eyJ…`. */
export async function finish(callbackUrl: string): Promise<string> {
  return (await client.finishAuthorization(callbackUrl, transaction)).claims.sub;
}
