/**
 * What the client must remember between sending a user to the provider and receiving the answer. Plain JSON: keep it where only
 * this user's browser session can reach it, use it once, and never put it into a URL. It holds the PKCE code verifier.
 */
export interface AuthorizationTransaction<Scope extends string = string> {
  /** Issuer of the server that the user was sent to; the answer must come from it. */
  readonly issuer: string;
  readonly clientId: string;
  /** The redirect URI that was sent; repeated at the token endpoint. */
  readonly redirectUri: string;
  /** The scope that was asked for; `openid` in it makes an ID token required. */
  readonly scope: Scope;
  readonly state: string;
  /** Set when an ID token is expected. */
  readonly nonce?: string;
  readonly codeVerifier: string;
  /** The `max_age` that was asked for, in seconds. */
  readonly maxAgeSeconds?: number;
  /** When the request was made, in milliseconds since 1970. */
  readonly createdAt: number;
}

/** Whether a space-delimited scope asks for an ID token. */
export function hasOpenidScope(scope: string): boolean {
  return scope.split(" ").includes("openid");
}
