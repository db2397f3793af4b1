import { createClient } from "ts-identity-model";
import { type StartedAuthorization, startAuthorization } from "ts-identity-model/endpoints";

const redirect_uris = ["https://app.example.com/callback"];
const client = createClient({
  issuer: "https://id.example.com",
  client: { client_id: "web", client_secret: "secret", redirect_uris },
  pushedAuthorizationRequests: "always",
});

/** The request goes to the server; the browser takes only `client_id` and `request_uri` along, before `expiresAt`. */
export const { url, expiresAt, transaction } = await client.startAuthorization({
  scope: "openid",
  login_hint: "ada@example.com",
});

/** The same with the functions under the client. */
export async function startByHand(): Promise<StartedAuthorization> {
  const options = { registration: { redirect_uris }, pushedAuthorizationRequests: "always" } as const;
  return startAuthorization(await client.context(), { scope: "openid" }, options);
}

/** Called with the URL that the browser requests at the redirect URI. */
export async function finish(callbackUrl: string): Promise<string> {
  return (await client.finishAuthorization(callbackUrl, transaction)).claims.sub;
}
