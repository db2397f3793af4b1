/**
 * Values of `alg` of encrypted objects: how the content key reaches the recipient. `RSA1_5` is left out: its padding is broken.
 * @see RFC 7518 §4.1
 * @see RFC 8725 §3.2
 */
export const jweAlgorithmNames = {
  rsaOaep: "RSA-OAEP",
  rsaOaep256: "RSA-OAEP-256",
  rsaOaep384: "RSA-OAEP-384",
  rsaOaep512: "RSA-OAEP-512",
  a128kw: "A128KW",
  a192kw: "A192KW",
  a256kw: "A256KW",
  dir: "dir",
  ecdhEs: "ECDH-ES",
  ecdhEsA128kw: "ECDH-ES+A128KW",
  ecdhEsA192kw: "ECDH-ES+A192KW",
  ecdhEsA256kw: "ECDH-ES+A256KW",
  a128gcmkw: "A128GCMKW",
  a192gcmkw: "A192GCMKW",
  a256gcmkw: "A256GCMKW",
  pbes2Hs256A128kw: "PBES2-HS256+A128KW",
  pbes2Hs384A192kw: "PBES2-HS384+A192KW",
  pbes2Hs512A256kw: "PBES2-HS512+A256KW",
} as const;

/** A value of `alg` of an encrypted object. */
export type JweAlgorithmName = (typeof jweAlgorithmNames)[keyof typeof jweAlgorithmNames];
