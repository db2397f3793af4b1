import { createClient } from "ts-identity-model";

const client = createClient({
  issuer: "https://id.example.com",
  client: { client_id: "web", client_secret: "secret", redirect_uris: ["https://app.example.com/callback"] },
});

/** Keep it on the server: it holds what gets the tokens. */
const authentication = await client.startBackchannelAuthentication({
  scope: "openid",
  login_hint: "ada@example.com",
  binding_message: "W4SCT",
});

/** Asks until the user has decided at the other device. */
export async function finish(signal?: AbortSignal): Promise<string | undefined> {
  const result = await client.pollBackchannelToken(authentication, { signal });
  return result.status === "granted" ? result.tokens.claims?.sub : undefined;
}

/** What the notification endpoint does in the mode ping. */
export async function notified(request: Request): Promise<Response> {
  const ping = await client.receiveBackchannelPing(request, { authentication });
  await client.requestBackchannelToken(ping.authentication);
  return new Response(null, { status: 204 });
}
