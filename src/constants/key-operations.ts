/**
 * Values of `key_ops`.
 * @see RFC 7517 §4.3
 */
export const keyOperations = {
  sign: "sign",
  verify: "verify",
  encrypt: "encrypt",
  decrypt: "decrypt",
  wrapKey: "wrapKey",
  unwrapKey: "unwrapKey",
  deriveKey: "deriveKey",
  deriveBits: "deriveBits",
} as const;

/** A value of `key_ops`. */
export type KeyOperation = (typeof keyOperations)[keyof typeof keyOperations];
