/**
 * Values of `claim_types_supported`: who vouches for a claim, and where it is.
 * @see OpenID Connect Core §5.6.2
 */
export const claimTypes = {
  normal: "normal",
  aggregated: "aggregated",
  distributed: "distributed",
} as const;

/** A value of `claim_types_supported`. */
export type ClaimType = (typeof claimTypes)[keyof typeof claimTypes];
