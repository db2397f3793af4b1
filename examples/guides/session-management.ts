import { createClient } from "ts-identity-model";
import { createCheckSessionPoller, type PolledFrame, type PollingWindow } from "ts-identity-model/endpoints";

const client = createClient({
  issuer: "https://id.example.com",
  client: { client_id: "web", client_secret: "secret", redirect_uris: ["https://app.example.com/callback"] },
});

/** On the server: `session_state` comes beside the code. Give the page what this returns. */
export async function describeFrame(callbackUrl: string) {
  const sessionState = new URL(callbackUrl).searchParams.get("session_state") ?? "";
  return { ...(await client.checkSessionFrame(sessionState)), sessionState };
}

/** In the page: `window`, and an `iframe` that has loaded the `url` of {@link describeFrame}. */
export function watch(
  { window, iframe }: { readonly window: PollingWindow; readonly iframe: PolledFrame },
  { origin, sessionState }: { readonly origin: string; readonly sessionState: string },
  logInAgain: () => void,
): () => void {
  const poller = createCheckSessionPoller({
    window,
    iframe,
    clientId: "web",
    sessionState,
    opOrigin: origin,
    intervalSeconds: 10,
    onChanged: logInAgain,
  });
  poller.start();
  return poller.stop;
}

console.log(`load ${(await describeFrame("https://app.example.com/callback?session_state=digest.salt")).url}`);
