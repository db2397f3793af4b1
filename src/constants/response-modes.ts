/**
 * Values of `response_mode`: how the authorization response comes back through the browser.
 * @see OAuth 2.0 Multiple Response Types §2.1
 * @see OAuth 2.0 Form Post Response Mode §2
 * @see JARM §2.3
 */
export const responseModes = {
  query: "query",
  fragment: "fragment",
  formPost: "form_post",
  jwt: "jwt",
  queryJwt: "query.jwt",
  fragmentJwt: "fragment.jwt",
  formPostJwt: "form_post.jwt",
} as const;

/** A value of `response_mode`. */
export type ResponseMode = (typeof responseModes)[keyof typeof responseModes];
