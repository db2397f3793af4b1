import { createHash } from "node:crypto";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import type { Jwk } from "../generated/messages/jwk.ts";

/** Algorithms that are measured. */
export type BenchAlgorithm = "RS256" | "ES256" | "Ed25519";

/** Makes ID tokens and access tokens with a key of its own. */
export interface Signer {
  readonly publicJwk: Jwk;
  readonly publicKey: CryptoKey;
  idToken(about: IdTokenSubject): Promise<string>;
  accessToken(about: AccessTokenSubject): Promise<string>;
}

/** Whom an ID token is from and for. */
export interface IdTokenSubject {
  readonly issuer: string;
  readonly clientId: string;
  readonly nonce: string;
  /** Adds the `at_hash` of {@link accessToken}. */
  readonly withHash: boolean;
}

/** Whom an access token is from and for. */
export interface AccessTokenSubject {
  readonly issuer: string;
  readonly audience: string;
  /** Another name of the algorithm: `EdDSA`, for libraries that do not know Ed25519. */
  readonly name?: string;
}

/** The access token that comes with the ID tokens. */
export const accessToken: string = "SlAV32hkKG-SlAV32hkKG-SlAV32hkKG-SlAV32hkKG-SlAV32hkKG-SlAV32hkKG";

/** Creates a signer with a new key. */
export async function createSigner(alg: BenchAlgorithm): Promise<Signer> {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  const { kty = "", ...material } = await exportJWK(publicKey);
  const digest = createHash(alg === "Ed25519" ? "sha512" : "sha256")
    .update(accessToken)
    .digest();
  const atHash = digest.subarray(0, digest.length / 2).toString("base64url");
  return {
    publicJwk: { ...material, kty, kid: "2026-11", alg, use: "sig" },
    publicKey,
    idToken: ({ issuer, clientId, nonce, withHash }) =>
      new SignJWT({
        nonce,
        auth_time: Math.floor(Date.now() / 1000) - 5,
        acr: "urn:mace:incommon:iap:silver",
        amr: ["pwd", "otp"],
        sid: "08a5019c-17e1-4977-8f42-65a12843ea02",
        email: "janedoe@example.com",
        email_verified: true,
        ...(withHash ? { at_hash: atHash } : {}),
      })
        .setProtectedHeader({ alg, kid: "2026-11", typ: "JWT" })
        .setIssuer(issuer)
        .setSubject("248289761001")
        .setAudience(clientId)
        .setIssuedAt()
        .setExpirationTime("2h")
        .sign(privateKey),
    accessToken: ({ issuer, audience, name = alg }) =>
      new SignJWT({ client_id: "web", scope: "openid profile orders.read orders.write", auth_time: 1_760_000_000 })
        .setProtectedHeader({ alg: name, kid: "2026-11", typ: "at+jwt" })
        .setIssuer(issuer)
        .setSubject("248289761001")
        .setAudience(audience)
        .setJti("6c5f1c0e-6f2e-4a6e-9d2e-3a0b7f0c1d2e")
        .setIssuedAt()
        .setExpirationTime("2h")
        .sign(privateKey),
  };
}
