import { webcrypto } from "node:crypto";
import { exportJWK } from "jose/key/export";
import { generateKeyPair } from "jose/key/generate/keypair";
import type { Jwk } from "../../../generated/messages/jwk.ts";

/** A key pair as WebCrypto keys and as JWKs. */
export interface TestKey {
  readonly alg: string;
  readonly privateKey: CryptoKey;
  readonly publicJwk: Jwk;
  readonly privateJwk: Jwk;
}

/** Makes a key pair; new on every run, so that none is ever committed. */
export async function generateTestKey(alg: string, members: Readonly<Record<string, unknown>> = {}): Promise<TestKey> {
  const pair = await generateKeyPair(alg, { extractable: true });
  const publicJwk = { ...publicMembers(await exportJWK(pair.publicKey)), ...members };
  const privateJwk = { ...publicMembers(await exportJWK(pair.privateKey)), ...members };
  return { alg, privateKey: pair.privateKey, publicJwk, privateJwk };
}

/** Signs a header and a payload given as text, so that the text may be anything. */
export async function signText(header: string, payload: string, key: TestKey): Promise<string> {
  const input = `${base64url(header)}.${base64url(payload)}`;
  const algorithm = signatureAlgorithms[key.alg];
  if (algorithm === undefined) throw new TypeError(`No test signature for ${key.alg}.`);
  const signature = await webcrypto.subtle.sign(algorithm, key.privateKey, Buffer.from(input));
  return `${input}.${Buffer.from(signature).toString("base64url")}`;
}

/** Signs claims under a header with the key's `alg`. */
export async function signClaims(
  claims: Readonly<Record<string, unknown>>,
  key: TestKey,
  header: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  return signText(JSON.stringify({ alg: key.alg, ...header }), JSON.stringify(claims), key);
}

export function base64url(text: string): string {
  return Buffer.from(text).toString("base64url");
}

function publicMembers(jwk: object): Record<string, unknown> & { kty: string } {
  const { ext: _ext, key_ops: _keyOps, kty, ...members }: Record<string, unknown> = { ...jwk };
  return { ...members, kty: String(kty) };
}

const signatureAlgorithms: Readonly<Record<string, { name: string; hash?: string; saltLength?: number }>> = {
  RS256: { name: "RSASSA-PKCS1-v1_5" },
  PS256: { name: "RSA-PSS", saltLength: 32 },
  ES256: { name: "ECDSA", hash: "SHA-256" },
  ES384: { name: "ECDSA", hash: "SHA-384" },
  EdDSA: { name: "Ed25519" },
  Ed25519: { name: "Ed25519" },
};
