import { createClient } from "ts-identity-model";
import { createHttp } from "ts-identity-model/endpoints";
import { createJwkSetSource, createMetadataSource } from "ts-identity-model/metadata";

const issuer = "https://id.example.com";

/** A client fetches metadata at its first call, keeps them, and refreshes them in the background. */
const client = createClient({ issuer, client: { client_id: "web" }, cache: { freshMs: 3_600_000 } });
const { token_endpoint, scopes_supported = [] } = await client.metadata();
export const canMail = scopes_supported.includes("email");

/** The same with the functions under it, for whatever else needs the server's keys. */
const reach = { http: createHttp(), clock: () => Date.now() };
const source = createMetadataSource(reach, issuer);
export const keys = createJwkSetSource(reach, source);
await keys.refresh();
console.log(`tokens come from ${token_endpoint}`);
