import { createClient } from "ts-identity-model";
import { createRequestObjectHost } from "ts-identity-model/endpoints";

/** The client's own key; its public half is registered at the server. Keep yours in a key store. */
const algorithm = { name: "ECDSA", namedCurve: "P-256" };
const { privateKey: key } = await crypto.subtle.generateKey(algorithm, false, ["sign", "verify"]);

const settings = {
  issuer: "https://id.example.com",
  client: { client_id: "web", client_secret: "secret", redirect_uris: ["https://app.example.com/callback"] },
} as const;

/** Every request is signed: by value here, or inside a pushed request where requests are pushed. */
const client = createClient({ ...settings, requestObject: { key: { key, kid: "web-1" }, lifetimeSeconds: 120 } });
export const { url, transaction } = await client.startAuthorization({ scope: "openid" });

/** By reference: the server fetches each object, once, from here. */
const host = createRequestObjectHost({ baseUrl: "https://app.example.com/request-objects" });
export const byReference = createClient({
  ...settings,
  pushedAuthorizationRequests: "never",
  requestObject: { key, host },
});
/** Called by the application's server for requests below `/request-objects`. */
export const serve = (request: Request): Response => host.respond(request);

/** Called with the URL that the browser requests at the redirect URI. */
export async function finish(callbackUrl: string): Promise<string> {
  return (await client.finishAuthorization(callbackUrl, transaction)).claims.sub;
}
