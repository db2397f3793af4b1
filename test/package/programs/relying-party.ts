import { createRelyingParty, type RelyingParty, type RelyingPartySession } from "ts-identity-model/relying-party";
import { createMemorySharedStore } from "ts-identity-model/util";

export const login: RelyingParty = createRelyingParty({
  client: {
    issuer: "https://id.example.com",
    client: { client_id: "web", client_secret: "secret", redirect_uris: ["https://app.example.com/auth/callback"] },
  },
  baseUrl: "https://app.example.com",
  secrets: ["a secret of at least thirty-two characters"],
  sessions: createMemorySharedStore(),
});

export async function greet(request: Request): Promise<string | undefined> {
  const { session }: { readonly session: RelyingPartySession | undefined } = await login.getSession(request);
  return session?.subject;
}
