import { type BrowserClient, type BrowserSession, createBrowserClient } from "ts-identity-model/browser";

export function open(): BrowserClient {
  return createBrowserClient({
    issuer: "https://id.example.com",
    client: { client_id: "spa", redirect_uris: ["https://app.example.com/callback"] },
    onEvent: ({ type }) => type,
  });
}

export async function nameOf(client: BrowserClient): Promise<string | undefined> {
  const session: BrowserSession | undefined = await client.getSession();
  return session?.claims.name;
}
