import { createClient } from "ts-identity-model";
import { signInOnLoopback } from "ts-identity-model/adapters/loopback";
import { createDPoP } from "ts-identity-model/dpop";

const client = createClient({
  issuer: "https://id.example.com",
  client: { client_id: "web", redirect_uris: ["http://127.0.0.1/callback"] },
  dpop: await createDPoP(),
});

/** Opens the browser, and gives who has signed in there. */
export async function login(openBrowser?: (url: string) => unknown): Promise<string> {
  const { claims } = await signInOnLoopback(client, { parameters: { scope: "openid" }, openBrowser });
  return claims.sub;
}
