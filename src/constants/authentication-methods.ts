/**
 * Values of the claim `amr`: how a user was authenticated.
 * @see RFC 8176 §2
 */
export const authenticationMethods = {
  face: "face",
  fingerprint: "fpt",
  geolocation: "geo",
  hardwareKey: "hwk",
  iris: "iris",
  knowledge: "kba",
  multipleChannels: "mca",
  multipleFactors: "mfa",
  oneTimePassword: "otp",
  pin: "pin",
  proofOfPossession: "pop",
  password: "pwd",
  riskBased: "rba",
  retina: "retina",
  smartCard: "sc",
  sms: "sms",
  softwareKey: "swk",
  telephone: "tel",
  userPresence: "user",
  voice: "vbm",
  windows: "wia",
} as const;

/** A value of `amr`. */
export type AuthenticationMethod = (typeof authenticationMethods)[keyof typeof authenticationMethods];
