import { createClient } from "ts-identity-model";
import { createProvider } from "ts-identity-model/provider";
import { createTestPasswordHasher, signIn } from "ts-identity-model/provider/testing";
import { codeOf, type Facts } from "./program.ts";

const issuer = "https://id.example.com";
const redirectUri = "https://app.example.com/callback";

/** The provider itself, without a port: discovery, keys, client credentials, a whole login; and a wrong secret, and a wrong password. */
export async function runProvider(): Promise<Facts> {
  const provider = createProvider({
    issuer,
    clients: [
      { client_id: "service", client_secret: "service-secret", grant_types: ["client_credentials"] },
      { client_id: "web", client_secret: "web-secret", redirect_uris: [redirectUri] },
    ],
    accounts: [{ id: "ada-id", username: "ada", password: "correct horse battery", claims: { name: "Ada" } }],
    accountRules: { hasher: createTestPasswordHasher({ issuer }) },
    keys: { algorithms: ["ES256", "RS256", "EdDSA"] },
  });
  try {
    const metadata = await (await provider.fetch(`${issuer}/.well-known/openid-configuration`)).json();
    const { keys } = await (await provider.fetch(metadata.jwks_uri)).json();
    const { fetch } = provider;
    const credentials = { client_id: "service", client_secret: "service-secret" };
    const service = createClient({ issuer, client: credentials, fetch });
    const { response } = await service.clientCredentials();
    const stranger = createClient({ issuer, client: { ...credentials, client_secret: "another" }, fetch });
    const client = { client_id: "web", client_secret: "web-secret", redirect_uris: [redirectUri] };
    const web = createClient({ issuer, client, fetch });
    const { url, transaction } = await web.startAuthorization({ scope: "openid" });
    const person = { username: "ada", password: "correct horse battery", authorizationUrl: url };
    const tokens = await web.finishAuthorization(await signIn(provider, person), transaction);
    return {
      issuer: metadata.issuer,
      algorithms: keys.map(({ alg }: { readonly alg: string }) => alg).sort(),
      tokenType: response.token_type,
      subject: tokens.claims.sub,
      wrongSecret: await codeOf(stranger.clientCredentials()),
      wrongPassword: await signIn(provider, { ...person, password: "wrong" }).then(
        () => "signed in",
        (error: Error) => /status \d+/.exec(error.message)?.[0],
      ),
    };
  } finally {
    await provider.close();
  }
}
