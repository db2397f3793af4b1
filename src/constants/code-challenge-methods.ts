/**
 * Values of `code_challenge_method`. `plain` is left out: it shows the verifier to whoever sees the request.
 * @see RFC 7636 §4.2
 */
export const codeChallengeMethods = {
  s256: "S256",
} as const;

/** A value of `code_challenge_method`. */
export type CodeChallengeMethod = (typeof codeChallengeMethods)[keyof typeof codeChallengeMethods];
