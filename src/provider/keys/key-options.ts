/** How the provider's own keys are made and kept. */
export interface KeyOptions {
  /** Algorithms to sign with, the default one first. `RS256` is always there, because OpenID Connect Core §15.1 demands it. Default `["RS256", "ES256"]`. */
  readonly algorithms?: readonly string[] | undefined;
}
