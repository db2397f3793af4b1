/**
 * Values of `response_mode`: how the authorization response comes back through the browser.
 * @see OAuth 2.0 Multiple Response Types §2.1
 * @see OAuth 2.0 Form Post Response Mode §2
 */
export const responseModes = {
  query: "query",
  fragment: "fragment",
  formPost: "form_post",
} as const;
