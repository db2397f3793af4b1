/**
 * Paths below which a server, or a resource, publishes what it says about itself.
 * @see OpenID Connect Discovery §4.1
 * @see RFC 8414 §3.1
 * @see RFC 9728 §4
 */
export const wellKnownPaths = {
  oauthAuthorizationServer: "/.well-known/oauth-authorization-server",
  oauthProtectedResource: "/.well-known/oauth-protected-resource",
  openidConfiguration: "/.well-known/openid-configuration",
  webfinger: "/.well-known/webfinger",
} as const;

/** A well-known path. */
export type WellKnownPath = (typeof wellKnownPaths)[keyof typeof wellKnownPaths];
