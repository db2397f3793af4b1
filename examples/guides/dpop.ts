import { createClient, type TokenSet } from "ts-identity-model";
import { createDPoP, createDPoPNonceStore } from "ts-identity-model/dpop";

// A new key that cannot be copied out of this process. To keep it, see below.
const dpop = await createDPoP({ nonces: createDPoPNonceStore({ maxOrigins: 20 }) });

const client = createClient({
  issuer: "https://id.example.com",
  client: { client_id: "web", client_secret: "secret", redirect_uris: ["https://app.example.com/callback"] },
  dpop,
});

/** Send the browser to `url`; its code will be good for the key only. */
export const { url, transaction } = await client.startAuthorization();

/** Tokens that are worth nothing without the key: `tokens.jkt` names it. */
export async function finish(callbackUrl: string): Promise<TokenSet> {
  return client.finishAuthorization(callbackUrl, transaction);
}

/** Calls an API with a proof for this request, once more if it demands a nonce. */
export async function readOrders(tokens: TokenSet): Promise<unknown> {
  const response = await client.fetchResource(tokens, { url: "https://api.example.com/orders" });
  if (!response.ok) throw new Error(`The API answered ${response.status}.`);
  return response.json();
}

/** The key, to go on with it after a restart: `createDPoP({ key })`. */
export const { keyPair } = dpop;
