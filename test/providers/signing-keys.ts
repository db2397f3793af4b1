import { exportJWK } from "jose/key/export";
import { generateKeyPair } from "jose/key/generate/keypair";

/** A private key as a JWK, with the `kid`, `alg` and `use` under which its public part is published. */
export interface TestJwk {
  readonly kty: string;
  readonly kid: string;
  readonly alg: string;
  readonly use: "sig" | "enc";
  readonly [member: string]: unknown;
}

/** A key to sign with. */
export interface SigningJwk extends TestJwk {
  readonly use: "sig";
}

/** A key that messages are encrypted to. */
export interface EncryptionJwk extends TestJwk {
  readonly use: "enc";
}

/** Makes a private key; new on every run, so that none is ever committed. */
export async function generateSigningJwk(alg: "RS256" | "ES256", kid: string): Promise<SigningJwk> {
  return { ...(await generateJwk(alg)), kid, alg, use: "sig" };
}

/** Makes a private key to decrypt with; new on every run. */
export async function generateEncryptionJwk(alg: "RSA-OAEP-256" | "ECDH-ES", kid: string): Promise<EncryptionJwk> {
  return { ...(await generateJwk(alg)), kid, alg, use: "enc" };
}

/** The public part of a private key. */
export function publicPart<T extends TestJwk>(jwk: T): TestJwk {
  const { kty, kid, alg, use } = jwk;
  const parts = Object.fromEntries(publicMembers.flatMap((name) => (name in jwk ? [[name, jwk[name]]] : [])));
  return { ...parts, kty, kid, alg, use };
}

async function generateJwk(alg: string): Promise<{ readonly kty: string }> {
  const { privateKey } = await generateKeyPair(alg, { extractable: true });
  const { kty = "", ...members } = await exportJWK(privateKey);
  return { ...members, kty };
}

const publicMembers = ["n", "e", "crv", "x", "y", "x5c"];
