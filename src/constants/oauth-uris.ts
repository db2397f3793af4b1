/**
 * Prefixes of URIs that OAuth computes or hands out: a reference to a pushed request, the thumbprint of a key.
 * @see RFC 9126 §2.2
 * @see RFC 9278 §3
 */
export const oauthUriPrefixes = {
  pushedRequest: "urn:ietf:params:oauth:request_uri:",
  jwkThumbprint: "urn:ietf:params:oauth:jwk-thumbprint:",
} as const;

/** A prefix of a URI. */
export type OAuthUriPrefix = (typeof oauthUriPrefixes)[keyof typeof oauthUriPrefixes];
