import { createClient } from "ts-identity-model";
import { buildClientIdMetadataDocument } from "ts-identity-model/metadata";

/** The client is its URL. Answer GET requests for that URL with this document, as `application/json`. */
export const document = buildClientIdMetadataDocument({
  client_id: "https://app.example.com/client.json",
  client_name: "Notes",
  redirect_uris: ["https://app.example.com/callback"],
});
export const serveDocument = (): Response => Response.json(document);

const client = createClient({ issuer: "https://id.example.com", client: document });
const { client_id_metadata_document_supported: supported = false } = await client.metadata();

/** Nothing was registered: the server fetches the document when it first sees the client. */
export const started = await client.startAuthorization({ scope: "openid" });
console.log(supported ? "The server reads client metadata documents" : "Register the client instead");
