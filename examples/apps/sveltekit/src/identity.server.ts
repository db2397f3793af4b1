import { createRelyingParty } from "ts-identity-model/relying-party";
import { createResourceServer } from "ts-identity-model/resource-server";
import { APP_URL, CLIENT_ID, CLIENT_SECRET, ISSUER, SESSION_SECRET } from "$app/env/private";

/** Logs users in, and keeps their sessions. */
export const login = createRelyingParty({
  client: { issuer: ISSUER, client: { client_id: CLIENT_ID, client_secret: CLIENT_SECRET } },
  secrets: SESSION_SECRET,
  baseUrl: APP_URL,
  authorization: { scope: "openid profile offline_access orders.read", resource: [APP_URL] },
});

/** Takes access tokens. */
export const api = createResourceServer({
  issuer: ISSUER,
  audience: APP_URL,
  algorithms: ["RS256", "ES256"],
  baseUrl: APP_URL,
});
