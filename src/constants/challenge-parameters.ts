/**
 * Names of the parameters of a `WWW-Authenticate` challenge.
 * @see RFC 6750 §3
 * @see RFC 9449 §7.1
 * @see RFC 9470 §3
 * @see RFC 9728 §5.1
 */
export const challengeParameters = {
  acrValues: "acr_values",
  algs: "algs",
  error: "error",
  errorDescription: "error_description",
  errorUri: "error_uri",
  maxAge: "max_age",
  realm: "realm",
  resourceMetadata: "resource_metadata",
  scope: "scope",
} as const;

/** The name of a challenge's parameter. */
export type ChallengeParameter = (typeof challengeParameters)[keyof typeof challengeParameters];
