/**
 * Values of `kty`.
 * @see RFC 7518 §6.1
 * @see RFC 8037 §2
 * @see RFC 9964 §3
 */
export const keyTypes = {
  rsa: "RSA",
  ec: "EC",
  okp: "OKP",
  oct: "oct",
  akp: "AKP",
} as const;

/** A value of `kty`. */
export type KeyType = (typeof keyTypes)[keyof typeof keyTypes];
