import { createClient } from "ts-identity-model";
import { createClientKeyStore, createClientKeys } from "ts-identity-model/jose";

/** In place of this store, which forgets, a row of your database: `save` writes it only over the version before. */
const store = createClientKeyStore();
const keys = createClientKeys({ algorithm: "ES256", store });
const encryptionKeys = createClientKeys({ algorithm: "RSA-OAEP-256" });

/** The client asks for the key of the moment at every signature and for every encrypted answer. */
const client = createClient({
  issuer: "https://id.example.com",
  client: { client_id: "web", token_endpoint_auth_method: "private_key_jwt" },
  key: keys.signingKey,
  decryptionKeys: encryptionKeys.decryptionKeys,
});

/** Answers requests for the client's registered `jwks_uri`. */
export async function serveKeys(): Promise<Response> {
  const sets = await Promise.all([keys.jwks(), encryptionKeys.jwks()]);
  return Response.json({ keys: sets.flatMap((set) => set.keys) }, { headers: { "cache-control": "max-age=3600" } });
}

export const getTokens = () => client.clientCredentials();

/** Only where a key became known to others; otherwise keys change by themselves. */
export const replaceLeakedKey = (kid: string) => keys.withdraw(kid);
