import {
  type AuthorizationTransaction,
  createClient,
  isConfigurationError,
  type StartedAuthorization,
} from "ts-identity-model";
import { createDPoP } from "ts-identity-model/dpop";

/** The client's own key, whose public half the server knows. Keep yours in a key store. */
const algorithm = { name: "ECDSA", namedCurve: "P-256" };
const { privateKey } = await crypto.subtle.generateKey(algorithm, false, ["sign", "verify"]);

const client = createClient({
  issuer: "https://id.example.com",
  profile: "fapi2-security",
  client: {
    client_id: "web",
    redirect_uris: ["https://app.example.com/callback"],
  },
  dpop: await createDPoP(),
  key: { key: privateKey, kid: "web-1" },
});

/** Everything that the server's metadata lack is said here, before anything is pushed. */
export async function start(): Promise<StartedAuthorization | string> {
  return client.startAuthorization({ scope: "openid accounts" }).catch((error: unknown) => {
    if (isConfigurationError(error) && error.code === "ERR_CONFIGURATION_PROFILE") return error.message;
    throw error;
  });
}

export async function finish(callbackUrl: string, transaction: AuthorizationTransaction): Promise<string | undefined> {
  return (await client.finishAuthorization(callbackUrl, transaction)).claims?.sub;
}
