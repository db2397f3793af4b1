import { createClient } from "ts-identity-model";
import { privateKeyJwt } from "ts-identity-model/client-auth";
import { createDPoP } from "ts-identity-model/dpop";
import { codeOf, type Facts, type Surroundings } from "./program.ts";

/** Discovery, `private_key_jwt`, a token bound with DPoP, introspection; and a key that is not the client's. */
export async function runClientCredentials({ issuer, machineKey }: Surroundings): Promise<Facts> {
  const dpop = await createDPoP();
  const client = createClient({ issuer, client: { client_id: "machine" }, key: machineKey, dpop });
  const metadata = await client.metadata();
  const tokens = await client.clientCredentials({ scope: "orders.read" });
  const token = tokens.response.access_token;
  const answer = await client.introspect({ token, token_type_hint: "access_token" });
  const { privateKey } = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, [
    "sign",
    "verify",
  ]);
  const auth = privateKeyJwt({ key: privateKey, kid: machineKey.kid });
  const stranger = createClient({ issuer, client: { client_id: "machine" }, auth, dpop });
  return {
    discovered: metadata.token_endpoint === `${issuer}/token`,
    tokenType: tokens.response.token_type,
    boundToKey: tokens.jkt === dpop.jkt,
    introspected: answer.active ? [answer.client_id, answer.scope, answer.cnf?.jkt === dpop.jkt] : "inactive",
    ofAnotherKey: await codeOf(stranger.clientCredentials({ scope: "orders.read" })),
  };
}
