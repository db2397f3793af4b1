import type { Jwk } from "../../generated/messages/jwk.ts";
import { decodeJws } from "../../src/jose/jws.ts";
import { createStaticKeySource } from "../../src/jose/key-source.ts";
import { verifyJws } from "../../src/jose/verify-signature.ts";

/** Verifies a published object with the public part of the published key, every algorithm of this library allowed. */
export async function verifyVector(jws: string, key: Jwk): Promise<string> {
  const decoded = decodeJws(jws, { name: "vector", types: ["jwt"], mayOmitType: true });
  await verifyJws(decoded, { algorithms: everyAlgorithm, keys: createStaticKeySource({ keys: [publicPart(key)] }) });
  return new TextDecoder().decode(decoded.payload);
}

/** The published keys are pairs; a public set with their private part would be refused. */
export function publicPart({ kty, kid, use, alg, crv, n, e, x, y }: Jwk): Jwk {
  const members = Object.entries({ kid, use, alg, crv, n, e, x, y }).filter(([, value]) => value !== undefined);
  return { kty, ...Object.fromEntries(members) };
}

const everyAlgorithm: readonly string[] = [
  ...["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519"],
  ...["HS256", "HS384", "HS512", "none"],
];
