import { nodeTokenDigest } from "ts-identity-model/adapters/node-digest";
import { createDPoPNonces } from "ts-identity-model/dpop";
import {
  createAccessTokenVerifier,
  createVerifiedTokenCache,
  requireAuthentication,
  requireScopes,
} from "ts-identity-model/resource-server";

const verifier = createAccessTokenVerifier({
  issuer: "https://id.example.com",
  audience: "https://api.example.com",
  algorithms: ["RS256", "ES256"],
  dpop: { nonces: createDPoPNonces(), algorithms: ["ES256"] },
  tokenCache: createVerifiedTokenCache({ digest: nodeTokenDigest }),
  resourceMetadata: "https://api.example.com/.well-known/oauth-protected-resource",
});

/** A handler of any framework that speaks Request and Response. */
export async function deleteOrder(request: Request): Promise<Response> {
  try {
    const { claims, ...token } = await verifier.verifyRequest(request);
    requireScopes(token, "orders.write");
    requireAuthentication({ claims }, { maxAgeSeconds: 300 });
    const nonce = token.proof?.newNonce;
    return new Response(`deleted for ${claims.sub}`, { headers: nonce === undefined ? {} : { "DPoP-Nonce": nonce } });
  } catch (error) {
    return new Response(null, await verifier.challengeFor(error));
  }
}

const answer = await deleteOrder(new Request("https://api.example.com/orders/7", { method: "DELETE" }));
console.log(answer.status, answer.headers.get("www-authenticate"));
