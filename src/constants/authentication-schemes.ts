/**
 * HTTP authentication schemes of the `Authorization` and `WWW-Authenticate` fields; compared without regard to case.
 * @see RFC 6750 §2.1
 * @see RFC 9449 §7.1
 * @see RFC 6749 §2.3.1
 */
export const authenticationSchemes = {
  basic: "Basic",
  bearer: "Bearer",
  dpop: "DPoP",
} as const;

/** An HTTP authentication scheme. */
export type AuthenticationScheme = (typeof authenticationSchemes)[keyof typeof authenticationSchemes];
