export { findJwsAlgorithm, type JwsAlgorithm, listAsymmetricAlgorithms } from "./algorithms.ts";
export { jwkThumbprint, leftHalfHash, sha256Base64url } from "./hash.ts";
export { decodeJwt, type UnverifiedJwt, type VerifiedJwt } from "./jwt.ts";
export type { JwtKind } from "./jwt-type.ts";
export { createStaticKeySource, type KeySource } from "./key-source.ts";
export { type SigningHeader, signJwt } from "./sign-jwt.ts";
export type { SigningKey } from "./signing-key.ts";
export { type SignaturePolicy, verifyJwt } from "./verify-signature.ts";
