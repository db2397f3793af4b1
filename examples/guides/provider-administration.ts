import { createProvider, inspectProvider, type Provider, type ProviderOptions } from "ts-identity-model/provider";

const options: ProviderOptions = { issuer: "https://id.acme.example" };

/** A provider, which its own code administrates. */
export const provider: Provider = createProvider(options);

/** What is to be done before production. */
export async function listErrors(): Promise<readonly string[]> {
  const findings = await inspectProvider(options);
  return findings.filter(({ level }) => level === "error").map(({ code }) => code);
}

/** A new application: the secret is shown this once. */
export async function addShop(): Promise<string | undefined> {
  const { secret } = await provider.admin.clients.create({
    clientId: "shop",
    metadata: { client_name: "Shop", redirect_uris: ["https://shop.acme.example/callback"] },
  });
  return secret;
}

/** Another secret, in time: the one of before is good for a day. */
export async function renewSecret(): Promise<string | undefined> {
  const renewed = await provider.admin.clients.rotateSecret("shop", { overlapSeconds: 86_400 });
  return renewed?.secret;
}

/** Somebody leaves: sessions, grants and tokens end at once. */
export async function leave(accountId: string): Promise<boolean> {
  return (await provider.admin.accounts.disableAccount(accountId)) !== undefined;
}

/** What is out there: tokens for registration, and logouts that clients have not heard of yet. */
export async function countOpen(): Promise<number> {
  const tokens = await provider.admin.initialAccessTokens.list({ limit: 100 });
  const deliveries = await provider.admin.deliveries.list({ limit: 100 });
  return tokens.items.length + deliveries.items.length;
}
