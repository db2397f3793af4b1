import { createStaticKeySource } from "ts-identity-model/jose";
import { decodeClientAssertion, verifyClientAssertion, verifyRequestObject } from "ts-identity-model/jwt-profiles";
import { createReplayStore } from "ts-identity-model/util";

const issuer = "https://id.example.com";

/** The registered clients, with their public keys. */
export const clients = new Map<string, { readonly keys: { readonly kty: string }[] }>();

const replayStore = createReplayStore();

/** Which client sent the form; throws for an assertion that must not be believed: answer `invalid_client`. */
export async function authenticate(form: URLSearchParams): Promise<string> {
  const assertion = form.get("client_assertion") ?? "";
  // Only a name so far: whose keys to look up.
  const clientId = decodeClientAssertion(assertion).unverifiedClaims.sub;
  const credential = { method: "private_key_jwt", keys: keysOf(clientId) } as const;
  await verifyClientAssertion(assertion, { issuer, clientId, credential, replayStore });
  return clientId;
}

/** The parameters of a signed request; those outside do not count. */
export async function readRequest(clientId: string, request: string): Promise<string | undefined> {
  const { redirect_uri } = await verifyRequestObject(request, { issuer, clientId, keys: keysOf(clientId) });
  return redirect_uri;
}

function keysOf(clientId: string) {
  return createStaticKeySource({ keys: clients.get(clientId)?.keys ?? [] });
}
