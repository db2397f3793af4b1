import { createClient, registerClient } from "ts-identity-model";
import { createHttp, readResourceChallenge } from "ts-identity-model/endpoints";
import { discoverFromChallenge } from "ts-identity-model/metadata";

const server = "https://mcp.example.com/mcp";
const document = "https://app.example.com/client.json";
const redirect_uris = ["http://127.0.0.1:8976/callback"];

const refusal = await fetch(server, { method: "POST" });
const { resource, authorizationServer } = await discoverFromChallenge({ http: createHttp() }, refusal, {
  resource: server,
  fallBackToOrigin: true,
});
const { issuer, ...metadata } = authorizationServer.metadata;
if (!metadata.code_challenge_methods_supported?.includes("S256")) throw new Error("The server offers no PKCE");

const about = { client_name: "Notes", application_type: "native", token_endpoint_auth_method: "none", redirect_uris };
const client = createClient({
  issuer,
  client: metadata.client_id_metadata_document_supported
    ? { client_id: document, token_endpoint_auth_method: "none", redirect_uris }
    : (await registerClient({ issuer, client: about })).client,
});

const target = { resource: [resource.metadata.resource] };
const { scope = resource.metadata.scopes_supported?.join(" ") } =
  readResourceChallenge(refusal)?.challenge.parameters ?? {};
export const started = await client.startAuthorization({ ...target, scope });

export async function finish(callbackUrl: string): Promise<Response> {
  const { response } = await client.finishAuthorization(callbackUrl, started.transaction, target);
  return fetch(server, { method: "POST", headers: { authorization: `Bearer ${response.access_token}` } });
}
