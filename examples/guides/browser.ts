import { createBrowserClient } from "ts-identity-model/browser";

export const client = createBrowserClient({
  issuer: "https://id.example.com",
  client: {
    client_id: "web",
    redirect_uris: ["https://app.example.com/callback"],
    post_logout_redirect_uris: ["https://app.example.com/"],
    scope: "openid offline_access",
  },
  dpop: true,
  storage: "session",
  allowedOrigins: ["https://api.example.com"],
});

/** At each start of the page, the redirect URI included: who is signed in. */
export async function start(): Promise<string | undefined> {
  const handled = await client.handleRedirect();
  if (handled?.kind === "relayed") return undefined;
  return (await client.getSession())?.claims.sub;
}

export const signIn = (): Promise<void> => client.signInRedirect({ returnTo: "/orders" });
export const readOrders = async (): Promise<unknown> => (await client.fetch("https://api.example.com/orders")).json();
export const signOut = (): Promise<boolean> => client.signOut();
