import { createClient } from "ts-identity-model";
import { createAccessTokenVerifier } from "ts-identity-model/resource-server";
import { createTestProvider, type HostileMutationName } from "ts-identity-model/testing";

export const provider = createTestProvider();
const { issuer, client, fetch, clock } = provider;

/** What is tested: your application, with the provider for its network. */
export const application = createClient({ issuer, client, fetch, clock });
const verifier = createAccessTokenVerifier({ issuer, audience: "https://api.example.com", fetch, clock });

/** A login, through the pages and back. */
export async function logIn(): Promise<string | undefined> {
  const { url, transaction } = await application.startAuthorization({ scope: "openid profile" });
  const callback = await provider.signIn(url);
  const { claims } = await application.finishAuthorization(callback, transaction);
  return claims?.sub;
}

/** An API, and a token for it without a login. */
export async function callApi(scope: string, mutation?: HostileMutationName): Promise<unknown> {
  const token = await provider.tokenFor({ sub: "ada", scope, claims: { roles: ["admin"] }, mutation });
  const { claims } = await verifier.verify(token);
  return claims.scope;
}
