/** What secrets of the server are for. */
export type SecretPurpose = (typeof secretPurposes)[number];

/** Every purpose has a secret of its own, made when the store is empty, or later when a purpose is new. */
export const secretPurposes = [
  "refresh-token",
  "registration",
  "form",
  "user-code",
  "dpop-nonce",
  "throttle",
  "pairwise",
  "password-pepper",
  "client-secret",
  "backchannel",
] as const;
