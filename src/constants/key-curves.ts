/**
 * Values of `crv`.
 * @see RFC 7518 §6.2.1.1
 * @see RFC 8037 §2
 * @see RFC 8812 §3.1
 */
export const keyCurves = {
  p256: "P-256",
  p384: "P-384",
  p521: "P-521",
  secp256k1: "secp256k1",
  ed25519: "Ed25519",
  ed448: "Ed448",
  x25519: "X25519",
  x448: "X448",
} as const;

/** A value of `crv`. */
export type KeyCurve = (typeof keyCurves)[keyof typeof keyCurves];
