import { createClient } from "ts-identity-model";

const client = createClient({
  issuer: "https://id.example.com",
  client: { client_id: "web", client_secret: "secret", redirect_uris: ["https://app.example.com/callback"] },
});

const device = await client.startDeviceAuthorization({ scope: "openid profile" });
console.log(`Open ${device.response.verification_uri} and enter ${device.response.user_code}`);

/** Waits until the user has decided, at the server's pace; `signal` ends the wait at once. */
export async function finish(signal?: AbortSignal): Promise<string> {
  const result = await client.pollDeviceToken(device, { signal });
  if (result.status === "granted") return `Welcome, ${result.tokens.claims?.sub}`;
  return result.status === "denied" ? "You declined." : "The code has expired; start again.";
}
