import { createHash } from "node:crypto";
import { createProvider, type ExternalSigner, type KeyState, type Provider } from "ts-identity-model/provider";

/** Your key management service. Most sign a digest; ECDSA must come as two numbers of 32 octets, not as DER. */
export interface KeyService {
  readonly publicKey: () => Promise<{ readonly x: string; readonly y: string }>;
  readonly signDigest: (digest: Uint8Array) => Promise<Uint8Array>;
}

export const createSigner = (service: KeyService): ExternalSigner => ({
  keys: async () => [
    { kty: "EC", crv: "P-256", kid: "kms-1", alg: "ES256", use: "sig", ...(await service.publicKey()) },
  ],
  sign: ({ data }) => service.signDigest(createHash("sha256").update(data).digest()),
});

/** Keys in the store, encrypted with one that is elsewhere. Replace it: the new one as `key`, the old one among `previous`. */
export const createWithKeys = (key: string, previous: readonly string[] = []): Provider =>
  createProvider({
    issuer: "https://id.example.com",
    keys: { algorithms: ["ES256", "RS256"], rotateAfterSeconds: 30 * 86_400, encryption: { key, previous } },
  });

/** ES256 is signed by the service; RS256, which must be there, by a key of the provider's own. */
export const createWithService = (service: KeyService): Provider =>
  createProvider({ issuer: "https://id.example.com", keys: { algorithms: ["ES256"], signer: createSigner(service) } });

/** A key is in foreign hands. */
export async function replace(provider: Provider, kid: string): Promise<readonly KeyState[]> {
  await provider.keys.withdraw(kid);
  return provider.keys.list();
}
