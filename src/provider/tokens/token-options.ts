/** A resource server, by the identifier that becomes the audience of its tokens. */
export interface ResourceOptions {
  /** Scopes that it knows. Left out: every scope of the client. */
  readonly scopes?: readonly string[] | undefined;
  /** `jwt`: RFC 9068, verified without asking the provider; `opaque`: by introspection. Default `opaque`. */
  readonly format?: "opaque" | "jwt" | undefined;
  /** Algorithm of its JWTs. Default: the provider's first. */
  readonly algorithm?: string | undefined;
  /** Default: `lifetimes.accessTokenSeconds`. */
  readonly accessTokenSeconds?: number | undefined;
}

/** How tokens are made. */
export interface TokenOptions {
  /** The resource servers (RFC 8707), by identifier. */
  readonly resources?: Readonly<Record<string, ResourceOptions>> | undefined;
  /** The resource that is meant where a request names none. Left out: the issuer itself, with opaque tokens. */
  readonly defaultResource?: string | undefined;
  /** For how long a refresh token that was just used may be used again, with the same outcome. Default 10 s; none with the FAPI profile. */
  readonly refreshLeewaySeconds?: number | undefined;
  /** Whether a code that is used twice takes back what was issued for it. Default `true`. */
  readonly revokeOnCodeReplay?: boolean | undefined;
}
