/**
 * Values of `token_type_hint`, at the introspection and revocation endpoints.
 * @see RFC 7009 §2.1
 */
export const tokenTypeHints = {
  accessToken: "access_token",
  refreshToken: "refresh_token",
} as const;

/** A value of `token_type_hint`. */
export type TokenTypeHint = (typeof tokenTypeHints)[keyof typeof tokenTypeHints];
