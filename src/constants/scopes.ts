/**
 * Scope values of OpenID Connect.
 * @see OpenID Connect Core §5.4
 * @see OpenID Connect Core §11
 */
export const scopes = {
  openid: "openid",
  profile: "profile",
  email: "email",
  address: "address",
  phone: "phone",
  offlineAccess: "offline_access",
} as const;

/** A scope value of OpenID Connect. */
export type StandardScope = (typeof scopes)[keyof typeof scopes];
