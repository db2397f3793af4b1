/**
 * Values of `alg` of signed objects. `none` is left out: it is no signature. Which of them are verified says
 * `listAsymmetricAlgorithms` of `ts-identity-model/jose`.
 * @see RFC 7518 §3.1
 * @see RFC 8037 §3.1
 * @see RFC 8812 §3.2
 * @see RFC 9864 §2.2
 */
export const jwsAlgorithmNames = {
  hs256: "HS256",
  hs384: "HS384",
  hs512: "HS512",
  rs256: "RS256",
  rs384: "RS384",
  rs512: "RS512",
  ps256: "PS256",
  ps384: "PS384",
  ps512: "PS512",
  es256: "ES256",
  es384: "ES384",
  es512: "ES512",
  es256k: "ES256K",
  edDsa: "EdDSA",
  ed25519: "Ed25519",
  ed448: "Ed448",
  mlDsa44: "ML-DSA-44",
  mlDsa65: "ML-DSA-65",
  mlDsa87: "ML-DSA-87",
} as const;

/** A value of `alg` of a signed object. */
export type JwsAlgorithmName = (typeof jwsAlgorithmNames)[keyof typeof jwsAlgorithmNames];
