import { createProvider, inspectProvider, type Provider, type ProviderOptions } from "ts-identity-model/provider";

const options: ProviderOptions = {
  issuer: "https://id.acme.example",
  clients: [
    { client_id: "console", client_secret: "32 characters at least, all random", grant_types: ["client_credentials"] },
  ],
  admin: { clients: ["console"] },
};

/** A provider that the client `console` may administrate over HTTP. */
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

/** The same over HTTP, from anywhere: a token for the resource, then the call. */
export async function listClients(): Promise<number> {
  const form = { grant_type: "client_credentials", resource: `${provider.issuer}/admin`, scope: "admin:read" };
  const token = await provider.fetch(`${provider.issuer}/token`, {
    method: "POST",
    headers: { authorization: `Basic ${btoa("console:32+characters+at+least%2C+all+random")}` },
    body: new URLSearchParams(form),
  });
  const { access_token: accessToken } = await token.json();
  const headers = { authorization: `Bearer ${accessToken}` };
  const answer = await provider.fetch(`${provider.issuer}/admin/clients?limit=100`, { headers });
  const { items } = await answer.json();
  return items.length;
}
