/**
 * Paths below which a server publishes its metadata.
 * @see OpenID Connect Discovery §4.1
 * @see RFC 8414 §3.1
 */
export const wellKnownPaths = {
  oauthAuthorizationServer: "/.well-known/oauth-authorization-server",
  openidConfiguration: "/.well-known/openid-configuration",
} as const;
