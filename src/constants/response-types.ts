/**
 * Values of `response_type`. With `code` alone no token comes through the browser, where it can leak.
 * @see RFC 6749 §3.1.1
 * @see OAuth 2.0 Multiple Response Types §5
 * @see RFC 9700 §2.1.2
 */
export const responseTypes = {
  code: "code",
  codeIdToken: "code id_token",
  codeToken: "code token",
  codeIdTokenToken: "code id_token token",
  idToken: "id_token",
  idTokenToken: "id_token token",
  token: "token",
  none: "none",
} as const;

/** A value of `response_type`. */
export type ResponseType = (typeof responseTypes)[keyof typeof responseTypes];
