import { exportJWK } from "jose/key/export";
import { generateKeyPair } from "jose/key/generate/keypair";
import type { Jwk } from "../../../generated/messages/jwk.ts";
import type { FakeKey } from "../../fixtures/fake-server.ts";

/** An EC key by name, made once per process. */
export function sharedEcKey(kid: string): Promise<FakeKey> {
  const known = ecKeys.get(kid) ?? makeEcKey(kid);
  ecKeys.set(kid, known);
  return known;
}

async function makeEcKey(kid: string): Promise<FakeKey> {
  const { privateKey, publicKey } = await generateKeyPair("ES256", { extractable: true });
  const { kty, crv, x, y } = await exportJWK(publicKey);
  return { privateKey, jwk: { kty, crv, x, y, kid, alg: "ES256", use: "sig" } };
}

/** The key that clients of the catalogue decrypt with, and its public half. */
export interface ClientKey {
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
}

/** The RSA-OAEP-256 key of the client, made once per process. */
export const encryptionKey: Promise<ClientKey> = generateKeyPair("RSA-OAEP-256", { extractable: true });

/** The same key as `decryptionKeys` takes it. */
export const decryptionJwk: Promise<Jwk> = encryptionKey.then(async ({ privateKey }) => {
  const { kty = "", ...members } = await exportJWK(privateKey);
  return { ...members, kty, kid: "client-enc", alg: "RSA-OAEP-256", use: "enc" };
});

const ecKeys = new Map<string, Promise<FakeKey>>();
