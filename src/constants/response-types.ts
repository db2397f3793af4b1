/**
 * Values of `response_type`. Only `code` is asked for: a token that comes through the browser can leak there.
 * @see RFC 6749 §3.1.1
 * @see RFC 9700 §2.1.2
 */
export const responseTypes = {
  code: "code",
} as const;
