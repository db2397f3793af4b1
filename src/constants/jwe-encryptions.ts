/**
 * Values of `enc`: how the content of an encrypted object is encrypted.
 * @see RFC 7518 §5.1
 */
export const jweEncryptionNames = {
  a128cbcHs256: "A128CBC-HS256",
  a192cbcHs384: "A192CBC-HS384",
  a256cbcHs512: "A256CBC-HS512",
  a128gcm: "A128GCM",
  a192gcm: "A192GCM",
  a256gcm: "A256GCM",
} as const;

/** A value of `enc`. */
export type JweEncryptionName = (typeof jweEncryptionNames)[keyof typeof jweEncryptionNames];
