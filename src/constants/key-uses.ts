/**
 * Values of `use`: what a public key is for.
 * @see RFC 7517 §4.2
 */
export const keyUses = {
  signature: "sig",
  encryption: "enc",
} as const;

/** A value of `use`. */
export type KeyUse = (typeof keyUses)[keyof typeof keyUses];
