import { createVerifier } from "fast-jwt";
import { exportSPKI, jwtVerify } from "jose";
import jsonwebtoken from "jsonwebtoken";
import { type AuthorizationServer, customFetch, validateJwtAccessToken } from "oauth4webapi";
import { importBuilt } from "./built.ts";
import { median, race, type Subject } from "./measure.ts";
import { judge, type Row, type Section, timeRow } from "./report.ts";
import { type BenchAlgorithm, createSigner } from "./signer.ts";

/** Verification of access tokens, beside jose alone and beside libraries for servers; and what a token costs that is known. */
export async function benchAccessToken(): Promise<Section> {
  const rows: Row[] = [];
  // RS256 comes last: its signature costs least, so that code which is not optimised yet would show there.
  for (const alg of ["ES256", "Ed25519", "RS256"] as const) rows.push(...(await verificationRows(alg)));
  rows.push(...(await cacheRows()));
  return {
    rows,
    notes: [
      "jose gets the imported key, issuer, audience, typ and algorithm. Ours picks the issuer's policy, chooses the key from a static set, and also checks every claim's shape, iat, the binding and repeated JSON members.",
      "oauth4webapi reads the token from a Request and has its keys in memory; so does ours in that row. fast-jwt and jsonwebtoken verify with node:crypto on the calling thread, without a queue: they block it meanwhile. fast-jwt gets EdDSA for Ed25519, jsonwebtoken has neither; openid-client verifies no access tokens.",
    ],
  };
}

async function verificationRows(alg: BenchAlgorithm): Promise<readonly Row[]> {
  const { createAccessTokenVerifier } = await importBuilt<ResourceServer>(resourceServer);
  const signer = await createSigner(alg);
  const token = await signer.accessToken({ issuer, audience });
  const verifier = createAccessTokenVerifier({
    issuer,
    audience,
    keys: { keys: [signer.publicJwk] },
    algorithms: [alg],
  });
  const request = new Request(`${audience}/orders`, { headers: { authorization: `Bearer ${token}` } });
  const server: AuthorizationServer = { issuer, jwks_uri: `${issuer}/jwks` };
  const fetchKeys = async (): Promise<Response> => Response.json({ keys: [signer.publicJwk] });
  const key = await exportSPKI(signer.publicKey);
  const subjects: Subject[] = [
    { name: "ours", run: () => verifier.verify(token) },
    {
      name: "jose jwtVerify",
      run: () => jwtVerify(token, signer.publicKey, { issuer, audience, algorithms: [alg], typ: "at+jwt" }),
    },
    { name: "ours, request", run: () => verifier.verifyRequest(request) },
    {
      name: "oauth4webapi",
      run: () =>
        validateJwtAccessToken(server, request, audience, { [customFetch]: fetchKeys, signingAlgorithms: [alg] }),
    },
  ];
  // fast-jwt knows Ed25519 by its older name alone, jsonwebtoken not at all.
  const name = alg === "Ed25519" ? "EdDSA" : alg;
  const named = await signer.accessToken({ issuer, audience, name });
  const verify = createVerifier({ key, algorithms: [name], allowedIss: issuer, allowedAud: audience });
  subjects.push({ name: "fast-jwt", run: () => verify(named) });
  if (alg !== "Ed25519") {
    const options = { issuer, audience, algorithms: [alg] };
    subjects.push({ name: "jsonwebtoken", run: () => jsonwebtoken.verify(token, key, options) });
  }
  const [ours, jose, oursRequest, oauth, ...onThread] = await race(subjects);
  return [
    timeRow(`Access token, ${alg}`, { ours, peer: jose }, 1.1),
    timeRow("the same, of a Request", { ours: oursRequest, peer: oauth }),
    ...onThread.map((peer) => timeRow("the same", { ours, peer })),
  ];
}

/** A token that has been verified before: by the digest of Node, and by that of every run-time. */
async function cacheRows(): Promise<readonly Row[]> {
  const { createAccessTokenVerifier, createVerifiedTokenCache } = await importBuilt<ResourceServer>(resourceServer);
  const { nodeTokenDigest } =
    await importBuilt<typeof import("../src/adapters/node-digest.ts")>("src/adapters/node-digest.js");
  const signer = await createSigner("RS256");
  const token = await signer.accessToken({ issuer, audience });
  const options = { issuer, audience, keys: { keys: [signer.publicJwk] } };
  const onNode = createAccessTokenVerifier({
    ...options,
    tokenCache: createVerifiedTokenCache({ digest: nodeTokenDigest }),
  });
  const anywhere = createAccessTokenVerifier({ ...options, tokenCache: createVerifiedTokenCache() });
  const figures = await race([
    { name: "Node", run: () => onNode.verify(token) },
    { name: "WebCrypto", run: () => anywhere.verify(token) },
  ]);
  return figures.map(({ name, wall }) => {
    const time = median(wall);
    const what = `Access token of ${token.length} characters from the cache, digest of ${name}`;
    return { what, ours: `${time.toFixed(1)} us`, ...(name === "Node" ? judge(time, 4, "4 us") : {}) };
  });
}

type ResourceServer = typeof import("../src/resource-server/index.ts");
const resourceServer = "src/resource-server/index.js";
const issuer = "https://id.example.com";
const audience = "https://api.example.com";
