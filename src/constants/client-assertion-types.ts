/**
 * Values of `client_assertion_type`.
 * @see RFC 7523 §2.2
 */
export const clientAssertionTypes = {
  jwtBearer: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
} as const;

/** A value of `client_assertion_type`. */
export type ClientAssertionType = (typeof clientAssertionTypes)[keyof typeof clientAssertionTypes];
