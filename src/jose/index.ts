export { type DigestName, findJwsAlgorithm, type JwsAlgorithm, listAsymmetricAlgorithms } from "./algorithms.ts";
export { type ContradictedKey, createCertificateKeySource } from "./certificate-key-source.ts";
export { findCertificateMismatch } from "./certificate-mismatch.ts";
export { certificateThumbprint } from "./certificate-thumbprint.ts";
export { createClientJwks } from "./client-jwks.ts";
export type { ClientKeyEntry, ClientKeyRecord } from "./client-key-record.ts";
export { type ClientKeyStore, createClientKeyStore } from "./client-key-store.ts";
export { type ClientKeys, type ClientKeysOptions, createClientKeys } from "./client-keys.ts";
export { type DecryptedJwe, type DecryptionPolicy, decryptJwe } from "./decrypt-jwe.ts";
export { type DecryptedJwt, decryptJwt, type JwtDecryptionPolicy } from "./decrypt-jwt.ts";
export type { ClientSecretKey, DecryptionKey, DecryptionKeys, NamedDecryptionKey } from "./decryption-key.ts";
export {
  type EncryptionKey,
  type EncryptionKeyChoice,
  type EncryptionOptions,
  encryptJwe,
  selectEncryptionKey,
} from "./encrypt-jwe.ts";
export { digestBase64url, jwkThumbprint, leftHalfHash, sha256Base64url } from "./hash.ts";
export { decodeJwt, type UnverifiedJwt, type VerifiedClaims, type VerifiedJwt } from "./jwt.ts";
export {
  createDecryption,
  createJwtDecryption,
  type Decryption,
  type JwtDecryption,
  type JwtDecryptionOptions,
  type RegisteredEncryption,
} from "./jwt-decryption.ts";
export type { JwtKind } from "./jwt-type.ts";
export { createStaticKeySource, type KeySource } from "./key-source.ts";
export { toPublicJwk } from "./public-jwk.ts";
export {
  type OpenedJwt,
  openJwt,
  readSignedJwt,
  type SignedJwt,
  type SignedJwtExpectations,
} from "./read-signed-jwt.ts";
export { type SigningHeader, signJwt } from "./sign-jwt.ts";
export type { SigningKey } from "./signing-key.ts";
export { jwkThumbprintUri } from "./thumbprint-uri.ts";
export { calculateTokenHash } from "./token-hash.ts";
export { type SignaturePolicy, verifyJwt } from "./verify-signature.ts";
