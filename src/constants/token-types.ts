/**
 * Values of `token_type`; compared without regard to case. `N_A` marks what token exchange gives and is no access token.
 * @see RFC 6749 §7.1
 * @see RFC 8693 §2.2.1
 * @see RFC 9449 §5
 */
export const tokenTypes = {
  bearer: "Bearer",
  dpop: "DPoP",
  notApplicable: "N_A",
} as const;

/** A value of `token_type`. */
export type TokenType = (typeof tokenTypes)[keyof typeof tokenTypes];
