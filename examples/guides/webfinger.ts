import { createClient } from "ts-identity-model";
import { createHttp } from "ts-identity-model/endpoints";
import { discoverIssuer } from "ts-identity-model/metadata";

const address = "ada@example.com";

/** The host of the address names the provider. It is the user's choice: check it against those that you know the client of. */
const { issuer } = await discoverIssuer({ http: createHttp() }, address);
const clients: Readonly<Record<string, string>> = { "https://id.example.com": "web" };
const client_id = clients[issuer];
if (client_id === undefined) throw new Error("There is no account of this application at that provider");

const client = createClient({ issuer, client: { client_id, redirect_uris: ["https://app.example.com/callback"] } });
export const started = await client.startAuthorization({ scope: "openid", login_hint: address });
console.log(`Send the browser to ${new URL(started.url).host}`);
