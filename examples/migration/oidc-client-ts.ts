import { type BrowserSession, createBrowserClient } from "ts-identity-model/browser";

export const client = createBrowserClient({
  issuer: "https://id.example.com",
  client: { client_id: "spa", redirect_uris: ["https://app.example.com/callback"], scope: "openid profile" },
  allowedOrigins: ["https://api.example.com"],
});

/** At each start of the page; `undefined`: show a button that calls `client.signInRedirect()`. */
export async function start(): Promise<BrowserSession | undefined> {
  const handled = await client.handleRedirect();
  if (handled?.kind === "signedIn") return handled.session;
  return client.getSession();
}

export const readOrders = async (): Promise<unknown> => (await client.fetch("https://api.example.com/orders")).json();
