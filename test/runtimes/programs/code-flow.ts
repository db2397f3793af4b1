import { createClient } from "ts-identity-model";
import { codeOf, type Facts, type Surroundings, signInElsewhere } from "./program.ts";

/** A login of a public client: PKCE, ID token, userinfo, refresh, revocation; and callbacks that are no answer to it. */
export async function runCodeFlow(surroundings: Surroundings): Promise<Facts> {
  const { issuer, origin } = surroundings;
  const client = createClient({ issuer, client: { client_id: "app", redirect_uris: [`${origin}/app`] } });
  const { url, transaction } = await client.startAuthorization({ scope: "openid profile offline_access" });
  const callback = await signInElsewhere(surroundings, { url });
  const tokens = await client.finishAuthorization(callback, transaction);
  const userinfo = await client.userInfo(tokens);
  const renewed = await client.refresh(tokens);
  const { complete } = await client.revokeAll(renewed);
  const other = await client.startAuthorization({ scope: "openid" });
  const denied = await signInElsewhere(surroundings, { url: other.url, decision: "deny" });
  return {
    method: new URL(url).searchParams.get("code_challenge_method"),
    subject: tokens.claims.sub,
    name: userinfo.name,
    renewed: renewed.response.access_token !== tokens.response.access_token,
    revoked: complete,
    afterRevocation: await codeOf(client.refresh(renewed)),
    ofAnotherLogin: await codeOf(client.finishAuthorization(callback, other.transaction)),
    denied: await codeOf(client.finishAuthorization(denied, other.transaction)),
  };
}
