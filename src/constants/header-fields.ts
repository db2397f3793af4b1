/**
 * Names of the HTTP fields that OAuth defines or uses for itself, in lower case as `Headers` gives them.
 * @see RFC 6750 §2.1
 * @see RFC 9110 §11.6.1
 */
export const headerFields = {
  authorization: "authorization",
  dpop: "dpop",
  dpopNonce: "dpop-nonce",
  wwwAuthenticate: "www-authenticate",
} as const;
