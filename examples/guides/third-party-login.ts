import { createClient } from "ts-identity-model";
import { readThirdPartyLogin } from "ts-identity-model/endpoints";

const client = createClient({
  issuer: "https://id.example.com",
  client: { client_id: "web", client_secret: "secret", redirect_uris: ["https://app.example.com/callback"] },
});

/** Called for requests to the registered `initiate_login_uri`. Keep `transaction` in the user's session, send the browser to `url`. */
export async function initiate(request: Request) {
  const login = await readThirdPartyLogin(request, {
    issuers: ["https://id.example.com"],
    targetLinkUris: ["https://app.example.com/"],
  });
  return client.startAuthorization(login.parameters, { appState: login.targetLinkUri });
}

const portal = "https://app.example.com/initiate?iss=https%3A%2F%2Fid.example.com&login_hint=ada";
export const { url, transaction } = await initiate(new Request(portal));

/** Called with the URL that the browser requests at the redirect URI; gives the page to go on at. */
export async function finish(callbackUrl: string): Promise<string> {
  await client.finishAuthorization(callbackUrl, transaction);
  return transaction.appState ?? "https://app.example.com/";
}
