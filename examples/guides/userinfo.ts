import { createClient, type UserinfoResponse } from "ts-identity-model";
import { type ResolvedClaims, resolveClaimSources } from "ts-identity-model/endpoints";
import { createStaticKeySource } from "ts-identity-model/metadata";

const client = createClient({
  issuer: "https://id.example.com",
  client: { client_id: "web", client_secret: "secret", redirect_uris: ["https://app.example.com/callback"] },
});

/** Send the browser to `url`. */
export const { url, transaction } = await client.startAuthorization({ scope: "openid email" });

/** Claims about the user who has just logged in. */
export async function finish(callbackUrl: string): Promise<UserinfoResponse> {
  const tokens = await client.finishAuthorization(callbackUrl, transaction);
  return client.userInfo(tokens);
}

/** Claims that the provider passes on from a bank: believed with the bank's signature only. */
export async function withBankClaims(claims: UserinfoResponse): Promise<ResolvedClaims> {
  const keys = createStaticKeySource({
    keys: [{ kty: "OKP", crv: "Ed25519", x: "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo" }],
  });
  return resolveClaimSources(await client.context(), claims, { issuers: { "https://bank.example": { keys } } });
}
