import { nodeTokenDigest } from "ts-identity-model/adapters/node-digest";
import { createDPoPNonces } from "ts-identity-model/dpop";
import {
  createResourceServer,
  createTokenIntrospection,
  createVerifiedTokenCache,
} from "ts-identity-model/resource-server";

const server = createResourceServer({
  issuer: "https://id.example.com",
  audience: "https://api.example.com",
  algorithms: ["RS256", "ES256"],
  introspection: createTokenIntrospection({ client: { client_id: "api", client_secret: "…" } }),
  dpop: { nonces: createDPoPNonces(), algorithms: ["ES256"] },
  tokenCache: createVerifiedTokenCache({ digest: nodeTokenDigest }),
  metadata: { scopes_supported: ["orders.read", "orders.write"] },
});

/** A handler of any framework that speaks Request and Response. */
export async function deleteOrder(request: Request): Promise<Response> {
  const metadata = server.metadataResponse(request);
  if (metadata !== undefined) return metadata;
  try {
    const principal = await server.authenticate(request, { scope: "orders.write", maxAgeSeconds: 300 });
    return new Response(`deleted for ${principal.subject}`, { headers: server.headersFor(principal) });
  } catch (error) {
    return server.respond(error);
  }
}

const answer = await deleteOrder(new Request("https://api.example.com/orders/7", { method: "DELETE" }));
console.log(answer.status, answer.headers.get("www-authenticate"));
