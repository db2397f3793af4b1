import { createClient } from "ts-identity-model";
import { clientAttestation, clientSecretPost, privateKeyJwt } from "ts-identity-model/client-auth";

const issuer = "https://id.example.com";

/** With a secret: the method is chosen from the server's metadata. */
const bySecret = createClient({ issuer, client: { client_id: "web", client_secret: "secret" } });

/** With a method of your choice. */
const byForm = createClient({ issuer, client: { client_id: "web" }, auth: clientSecretPost("secret") });

/** With a key: the server knows its public half by `kid`. Keep yours in a key store. */
const algorithm = { name: "ECDSA", namedCurve: "P-256" };
const { privateKey: key } = await crypto.subtle.generateKey(algorithm, false, ["sign", "verify"]);
const byKey = createClient({ issuer, client: { client_id: "web" }, auth: privateKeyJwt({ key, kid: "web-1" }) });

export const getTokens = () => Promise.all([bySecret, byForm, byKey].map((client) => client.clientCredentials()));

/** An installation of an app that its maker vouches for (draft). */
export const byAttestation = (attestation: () => Promise<string>) =>
  createClient({ issuer, client: { client_id: "app" }, auth: clientAttestation({ attestation, key }) });
