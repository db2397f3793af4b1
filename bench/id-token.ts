import { jwtVerify } from "jose";
import { Configuration, customFetch, implicitAuthentication, useIdTokenResponseType } from "openid-client";
import { importBuilt } from "./built.ts";
import { race } from "./measure.ts";
import { type Row, type Section, timeRow } from "./report.ts";
import { type BenchAlgorithm, createSigner } from "./signer.ts";

/** Verification of ID tokens, beside jose alone. */
export async function benchIdToken(): Promise<Section> {
  const rows: Row[] = [];
  // RS256 comes last: its signature costs least, so that code which is not optimised yet would show there.
  for (const alg of ["ES256", "Ed25519", "RS256"] as const) rows.push(...(await idTokenRows(alg)));
  return {
    rows,
    notes: [
      "jose gets the imported key, issuer, audience and algorithm. Ours chooses the key from a static set and also checks typ, every claim's shape, azp, nonce, iat, auth_time and repeated JSON members.",
      "openid-client gets the token in a fragment, where alone it verifies signatures, with its keys in memory.",
    ],
  };
}

async function idTokenRows(alg: BenchAlgorithm): Promise<readonly Row[]> {
  const { verifyIdToken } = await importBuilt<typeof import("../src/id-token/index.ts")>("src/id-token/index.js");
  const { createStaticKeySource } =
    await importBuilt<typeof import("../src/metadata/index.ts")>("src/metadata/index.js");
  const signer = await createSigner(alg);
  const nonce = "0S6_WzA2MjdKHJ6Zl5vfQ8qHLwRz4mN1tYbXcVeGiKo";
  const idToken = await signer.idToken({ issuer, clientId, nonce, withHash: false });
  const keys = createStaticKeySource({ keys: [signer.publicJwk] });
  const config = new Configuration({ issuer, jwks_uri: `${issuer}/jwks` }, clientId, {
    id_token_signed_response_alg: alg,
  });
  config[customFetch] = async () => Response.json({ keys: [signer.publicJwk] });
  useIdTokenResponseType(config);
  const [ours, peer, client] = await race([
    {
      name: "ours",
      run: () =>
        verifyIdToken(idToken, { issuer, clientId, nonce, keys, algorithms: [alg], receivedFrom: "token_endpoint" }),
    },
    {
      name: "jose jwtVerify",
      run: () => jwtVerify(idToken, signer.publicKey, { issuer, audience: clientId, algorithms: [alg] }),
    },
    {
      name: "openid-client",
      run: () => implicitAuthentication(config, new URL(`https://app.example.com/back#id_token=${idToken}`), nonce),
    },
  ]);
  return [timeRow(`ID token, ${alg}`, { ours, peer }, 1.15), timeRow("the same", { ours, peer: client })];
}

const issuer = "https://id.example.com";
const clientId = "web";
