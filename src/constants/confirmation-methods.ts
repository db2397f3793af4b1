/**
 * Members of the claim `cnf`: how a token names the key that its holder must prove.
 * @see RFC 7800 §3.1
 * @see RFC 8705 §3.1
 * @see RFC 9449 §6.1
 */
export const confirmationMethods = {
  jwk: "jwk",
  encryptedJwk: "jwe",
  keyId: "kid",
  jwkSetUrl: "jku",
  certificateThumbprint: "x5t#S256",
  jwkThumbprint: "jkt",
} as const;

/** A member of `cnf`. */
export type ConfirmationMethod = (typeof confirmationMethods)[keyof typeof confirmationMethods];
