import { nodeTokenDigest } from "ts-identity-model/adapters/node-digest";
import { createAccessTokenVerifier, createVerifiedTokenCache } from "ts-identity-model/resource-server";

const verifier = createAccessTokenVerifier({
  issuer: "https://id.example.com",
  audience: "https://api.example.com",
  tokenCache: createVerifiedTokenCache({ digest: nodeTokenDigest }),
});

/** The user of a request, or the answer to it. */
export async function userOf(request: Request): Promise<string | Response> {
  try {
    const { claims } = await verifier.verifyRequest(request);
    const subject: string = claims.sub;
    return subject;
  } catch (error) {
    return new Response(null, await verifier.challengeFor(error));
  }
}
