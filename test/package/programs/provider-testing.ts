import { createProvider } from "ts-identity-model/provider";
import { createTestPasswordHasher, signIn } from "ts-identity-model/provider/testing";

const issuer = "https://id.example.com";
const provider = createProvider({
  issuer,
  clients: [{ client_id: "web", client_secret: "s".repeat(43), redirect_uris: ["https://app.example.com/cb"] }],
  firstPartyClients: ["web"],
  accounts: [{ id: "ada", username: "ada", password: "correct horse battery" }],
  accountRules: { hasher: createTestPasswordHasher({ issuer }) },
});
const authorizationUrl = new URL(`${issuer}/authorize`);
authorizationUrl.search = String(
  new URLSearchParams({
    client_id: "web",
    redirect_uri: "https://app.example.com/cb",
    response_type: "code",
    scope: "openid",
    code_challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
    code_challenge_method: "S256",
  }),
);
const url = await signIn(provider, { username: "ada", password: "correct horse battery", authorizationUrl });
if (!url.startsWith("https://app.example.com/cb?code=")) throw new Error(url);
