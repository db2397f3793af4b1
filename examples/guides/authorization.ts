import { type AuthorizationTransaction, createClient } from "ts-identity-model";

const client = createClient({
  issuer: "https://id.example.com",
  client: { client_id: "web", client_secret: "secret", redirect_uris: ["https://app.example.com/callback"] },
});

/** Send the browser to `url`. Keep `transaction` in this user's session, once, until the browser comes back. */
export const { url, transaction } = await client.startAuthorization(
  { scope: "openid email", claims: { userinfo: { email: { essential: true } } }, max_age: 3600 },
  { appState: "/orders" },
);

/** Called with the URL that the browser requests at the redirect URI; a whole `Request` works too, a form post included. */
export async function finish(callbackUrl: string, kept: AuthorizationTransaction<"openid email"> = transaction) {
  const tokens = await client.finishAuthorization(callbackUrl, kept);
  return { user: tokens.claims.sub, goOnAt: kept.appState ?? "/" };
}
