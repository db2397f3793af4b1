/**
 * Values of `token_type`; compared without regard to case.
 * @see RFC 6749 §7.1
 */
export const tokenTypes = {
  bearer: "Bearer",
  dpop: "DPoP",
} as const;
