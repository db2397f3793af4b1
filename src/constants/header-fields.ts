/**
 * Names of HTTP fields, in lower case as `Headers` gives them.
 * @see RFC 9110 §11.6.1
 */
export const headerFields = {
  accept: "accept",
  authorization: "authorization",
  cacheControl: "cache-control",
  contentType: "content-type",
  dpop: "dpop",
  retryAfter: "retry-after",
  wwwAuthenticate: "www-authenticate",
} as const;
