import { exportJWK } from "jose/key/export";
import { generateKeyPair } from "jose/key/generate/keypair";

/** A private key as a JWK, with the `kid`, `alg` and `use` under which its public part is published. */
export interface SigningJwk {
  readonly kty: string;
  readonly kid: string;
  readonly alg: string;
  readonly use: "sig";
  readonly [member: string]: unknown;
}

/** Makes a private key; new on every run, so that none is ever committed. */
export async function generateSigningJwk(alg: "RS256" | "ES256", kid: string): Promise<SigningJwk> {
  const { privateKey } = await generateKeyPair(alg, { extractable: true });
  const { kty = "", ...members } = await exportJWK(privateKey);
  return { ...members, kty, kid, alg, use: "sig" };
}

/** The public part of a private key. */
export function publicPart(jwk: SigningJwk): SigningJwk {
  const { kty, kid, alg, use } = jwk;
  const parts = Object.fromEntries(publicMembers.flatMap((name) => (name in jwk ? [[name, jwk[name]]] : [])));
  return { ...parts, kty, kid, alg, use };
}

const publicMembers = ["n", "e", "crv", "x", "y"];
