/**
 * Values of `application_type`, which decides the form of redirect URIs.
 * @see OpenID Connect Dynamic Client Registration §2
 */
export const applicationTypes = {
  web: "web",
  native: "native",
} as const;

/** A value of `application_type`. */
export type ApplicationType = (typeof applicationTypes)[keyof typeof applicationTypes];
