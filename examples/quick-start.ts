import { type AuthorizationTransaction, createClient } from "ts-identity-model";

const client = createClient({
  issuer: "https://id.example.com",
  client: { client_id: "web", redirect_uris: ["https://app.example.com/callback"] },
});
/** Send the browser to `url`; keep `transaction` in the user's session until it comes back. */
export const startLogin = () => client.startAuthorization({ scope: "openid profile" });
export async function finishLogin(callbackUrl: string, transaction: AuthorizationTransaction<"openid profile">) {
  const { claims, response } = await client.finishAuthorization(callbackUrl, transaction);
  return { user: claims.sub, accessToken: response.access_token };
}
