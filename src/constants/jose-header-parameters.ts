/**
 * Names of the header parameters of signed and encrypted objects.
 * @see RFC 7515 §4.1
 * @see RFC 7516 §4.1
 * @see RFC 7518 §4.1
 * @see RFC 7797 §3
 */
export const joseHeaderParameters = {
  agreementPartyU: "apu",
  agreementPartyV: "apv",
  algorithm: "alg",
  audience: "aud",
  authenticationTag: "tag",
  certificateChain: "x5c",
  certificateSha1Thumbprint: "x5t",
  certificateSha256Thumbprint: "x5t#S256",
  certificateUrl: "x5u",
  compression: "zip",
  contentType: "cty",
  critical: "crit",
  encodedPayload: "b64",
  encryption: "enc",
  ephemeralPublicKey: "epk",
  initializationVector: "iv",
  issuer: "iss",
  jwk: "jwk",
  jwkSetUrl: "jku",
  keyId: "kid",
  pbes2Count: "p2c",
  pbes2Salt: "p2s",
  subject: "sub",
  type: "typ",
} as const;

/** The name of a header parameter. */
export type JoseHeaderParameter = (typeof joseHeaderParameters)[keyof typeof joseHeaderParameters];
