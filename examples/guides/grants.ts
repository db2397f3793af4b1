import { createClient } from "ts-identity-model";
import { buildJwtBearerAssertion, jwtBearerGrant } from "ts-identity-model/endpoints";

const client = createClient({
  issuer: "https://id.example.com",
  client: { client_id: "web", client_secret: "secret", redirect_uris: ["https://app.example.com/callback"] },
});

const { privateKey } = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, [
  "sign",
  "verify",
]);

/** A token for a user whom a service of yours vouches for, without a browser. */
export async function actFor(user: string): Promise<string> {
  const assertion = { subject: user, issuer: "https://sts.example.com", key: { key: privateKey, kid: "sts-1" } };
  const tokens = await client.jwtBearer({ assertion, scope: "orders:read" });
  return tokens.response.access_token;
}

/** The same with the functions under the client, of which a bundler takes only what is used. */
export async function actForByFunctions(user: string): Promise<string> {
  const context = await client.context();
  const assertion = await buildJwtBearerAssertion(context, { subject: user, key: privateKey });
  const { response } = await jwtBearerGrant(context, { assertion });
  return response.access_token;
}

/** A grant that this package does not know, with its parameters. */
export const partner = (ticket: string) =>
  client.extensionGrant({ grant_type: "https://partner.example/grant", ticket });
