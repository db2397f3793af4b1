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
  clientAttestation: "oauth-client-attestation",
  clientAttestationPop: "oauth-client-attestation-pop",
  clientAttestationChallenge: "oauth-client-attestation-challenge",
} as const;

/** The name of an HTTP field, in lower case. */
export type HeaderField = (typeof headerFields)[keyof typeof headerFields];
