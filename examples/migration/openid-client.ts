import { type AuthorizationTransaction, createClient, isOAuthError, type TokenSet } from "ts-identity-model";

const client = createClient({
  issuer: "https://id.example.com",
  client: {
    client_id: "web",
    client_secret: "secret-of-the-web-application-0123456789",
    redirect_uris: ["https://app.example.com/callback"],
  },
});

/** Keep `transaction` in the user's session, whole: it is JSON. */
export const login = () => client.startAuthorization({ scope: "openid profile offline_access", prompt: "consent" });

export const callback = (url: string, transaction: AuthorizationTransaction): Promise<TokenSet> =>
  client.finishAuthorization(url, transaction);

export async function refresh(tokens: TokenSet): Promise<TokenSet | undefined> {
  try {
    return await client.refresh(tokens);
  } catch (error) {
    if (isOAuthError(error) && error.error === "invalid_grant") return undefined;
    throw error;
  }
}

export const profile = (tokens: TokenSet & { readonly claims: { readonly sub: string } }) => client.userInfo(tokens);
