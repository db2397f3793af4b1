import { X509Certificate } from "node:crypto";
import { type Certificate, createCertificates, type TestCertificates } from "./certificates.ts";
import {
  type EncryptionJwk,
  generateEncryptionJwk,
  generateSigningJwk,
  type SigningJwk,
  type TestJwk,
} from "./signing-keys.ts";

/** Every private key of the clients; which client uses which stands in registered-clients.ts. */
export interface ClientKeys {
  /** ES256: client assertions, request objects. */
  readonly signing: SigningJwk;
  /** ECDH-ES: what `encrypted` and the like receive. */
  readonly encryption: EncryptionJwk;
  /** RSA-OAEP-256: what `encryptedRsa` receives. */
  readonly rsaEncryption: EncryptionJwk;
  readonly certificates: TestCertificates;
}

/** Makes the keys of a run. */
export async function createClientKeys(): Promise<ClientKeys> {
  const [signing, encryption, rsaEncryption] = await Promise.all([
    generateSigningJwk("ES256", "client-es256"),
    generateEncryptionJwk("ECDH-ES", "client-ecdh-es"),
    generateEncryptionJwk("RSA-OAEP-256", "client-rsa-oaep-256"),
  ]);
  return { signing, encryption, rsaEncryption, certificates: createCertificates() };
}

/** The key of a certificate as a client registers it for `self_signed_tls_client_auth` (RFC 8705 §2.2.2). */
export function jwkOfCertificate({ cert }: Certificate): TestJwk {
  const certificate = new X509Certificate(cert);
  const { kty = "", ...members } = certificate.publicKey.export({ format: "jwk" });
  return {
    ...members,
    kty,
    kid: "client-certificate",
    alg: "ES256",
    use: "sig",
    x5c: [certificate.raw.toString("base64")],
  };
}
