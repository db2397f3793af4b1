import { createProvider, type Provider } from "ts-identity-model/provider";

/** A provider that the client `console` may administrate over HTTP. */
export const provider: Provider = createProvider({
  issuer: "https://id.acme.example",
  clients: [
    { client_id: "console", client_secret: "32 characters at least, all random", grant_types: ["client_credentials"] },
  ],
  admin: { clients: ["console"] },
});

/** From anywhere: a token for the resource, then the call. */
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
