import { type Client, createClient, isAuthError, isOAuthError, type TokenSet } from "ts-identity-model";
import { createMtlsFetch } from "ts-identity-model/adapters/node-mtls";
import { tokenResponseSchema } from "ts-identity-model/messages/token-response";
import { checkMessage } from "ts-identity-model/schema";

const issuer = "https://id.example.com";
const client = { client_id: "service" };

/** Machine to machine: the key stays here, the server knows its public half by `kid`. Keep the client, and ask it again. */
export const createService = (key: CryptoKey) => createClient({ issuer, client, key: { key, kid: "service-1" } });
export const getToken = (service: Client) => service.clientCredentials({ scope: "orders" });

/** The same with a certificate, in Node. */
export const createTlsService = (cert: string, key: string) =>
  createClient({
    issuer,
    client: { ...client, token_endpoint_auth_method: "tls_client_auth" },
    fetch: createMtlsFetch({ cert, key }),
  });

/** Pass the whole token set, and store the whole result in its place. `undefined` means: log in again. */
export async function refresh(service: Client, tokens: TokenSet): Promise<TokenSet | undefined> {
  try {
    return await service.refresh(tokens);
  } catch (error) {
    if (isOAuthError(error) && error.body.error === "invalid_grant") return undefined;
    if (isAuthError(error)) console.error(error.code, error.message);
    throw error;
  }
}

/** A message on its own: every problem, with its pointer. */
export function listProblems(value: unknown): readonly string[] {
  const result = checkMessage(tokenResponseSchema, value);
  return result.ok ? [] : result.issues.map(({ pointer, message }) => `${pointer} ${message}`);
}
