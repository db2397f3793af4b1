/**
 * Every code an {@link AuthError} of this library can carry, by the family that throws it.
 * The list is closed: a `switch` over `error.code` can be exhaustive. `docs/errors.md` explains each one.
 */
export const errorCodes = {
  /** You must act: an option, a key or a call is wrong, or the server's metadata lacks what the call needs. */
  configuration: [
    "ERR_CONFIGURATION_OPTION",
    "ERR_CONFIGURATION_PARAMETER_RESERVED",
    "ERR_CONFIGURATION_METADATA_MISSING",
    "ERR_CONFIGURATION_AUTH_METHOD",
    "ERR_CONFIGURATION_KEY",
    "ERR_CONFIGURATION_DECRYPTION_KEY",
    "ERR_CONFIGURATION_INSECURE_URL",
    "ERR_CONFIGURATION_PROFILE",
    "ERR_CONFIGURATION_STORE",
  ],
  /** The network must act: no complete answer arrived. */
  transport: ["ERR_TRANSPORT_NETWORK", "ERR_TRANSPORT_TIMEOUT", "ERR_TRANSPORT_ABORTED", "ERR_TRANSPORT_WINDOW"],
  /** A foreign answer: something answered, but not as the protocol's endpoint would. */
  response: [
    "ERR_RESPONSE_REDIRECT",
    "ERR_RESPONSE_STATUS",
    "ERR_RESPONSE_CONTENT_TYPE",
    "ERR_RESPONSE_TOO_LARGE",
    "ERR_RESPONSE_NOT_JSON",
    "ERR_RESPONSE_DUPLICATE_MEMBER",
    "ERR_RESPONSE_TOO_DEEP",
  ],
  /** The server said no, in the protocol's own words. */
  oauth: ["ERR_OAUTH_RESPONSE", "ERR_OAUTH_AUTHORIZATION", "ERR_OAUTH_CHALLENGE"],
  /** The shape of a message breaks its specification; `issues` lists every problem. */
  validation: [
    "ERR_VALIDATION_REQUEST",
    "ERR_VALIDATION_RECEIVED_REQUEST",
    "ERR_VALIDATION_RESPONSE",
    "ERR_VALIDATION_METADATA",
    "ERR_VALIDATION_CLAIMS",
    "ERR_VALIDATION_JWT",
    "ERR_VALIDATION_TAKEN",
  ],
  /** Trust is missing: the message is well formed, yet it must not be believed. */
  verification: [
    "ERR_VERIFICATION_ISSUER",
    "ERR_VERIFICATION_STATE",
    "ERR_VERIFICATION_RESPONSE_MODE",
    "ERR_VERIFICATION_TARGET_LINK",
    "ERR_VERIFICATION_PARAMETER_REPEATED",
    "ERR_VERIFICATION_TRANSACTION",
    "ERR_VERIFICATION_TOKEN_TYPE",
    "ERR_VERIFICATION_TOKEN_BINDING",
    "ERR_VERIFICATION_ID_TOKEN_MISSING",
    "ERR_VERIFICATION_ALGORITHM",
    "ERR_VERIFICATION_CRITICAL_HEADER",
    "ERR_VERIFICATION_JWT_TYPE",
    "ERR_VERIFICATION_JWT_ENCRYPTED",
    "ERR_VERIFICATION_JWT_NOT_ENCRYPTED",
    "ERR_VERIFICATION_DECRYPTION",
    "ERR_VERIFICATION_KEY_NOT_FOUND",
    "ERR_VERIFICATION_KEY_AMBIGUOUS",
    "ERR_VERIFICATION_KEY_WEAK",
    "ERR_VERIFICATION_SIGNATURE",
    "ERR_VERIFICATION_AUDIENCE",
    "ERR_VERIFICATION_AUTHORIZED_PARTY",
    "ERR_VERIFICATION_EXPIRED",
    "ERR_VERIFICATION_NOT_YET_VALID",
    "ERR_VERIFICATION_ISSUED_AT",
    "ERR_VERIFICATION_LIFETIME",
    "ERR_VERIFICATION_NONCE",
    "ERR_VERIFICATION_AUTH_TIME",
    "ERR_VERIFICATION_ACR",
    "ERR_VERIFICATION_HASH",
    "ERR_VERIFICATION_SUBJECT",
    "ERR_VERIFICATION_CONTINUITY",
    "ERR_VERIFICATION_UNSAFE_TEXT",
    "ERR_VERIFICATION_AUTH_REQ_ID",
    "ERR_VERIFICATION_NOTIFICATION_TOKEN",
    "ERR_VERIFICATION_REPLAY",
    "ERR_VERIFICATION_CLIENT",
    "ERR_VERIFICATION_RESOURCE",
    "ERR_VERIFICATION_CLAIM_SOURCE",
    "ERR_VERIFICATION_TOKEN_MISSING",
    "ERR_VERIFICATION_TOKEN_INACTIVE",
    "ERR_VERIFICATION_SESSION",
    "ERR_VERIFICATION_SCOPE",
    "ERR_VERIFICATION_DPOP_PROOF",
    "ERR_VERIFICATION_DPOP_NONCE",
    "ERR_VERIFICATION_SIGNATURE_INPUT",
    "ERR_VERIFICATION_SIGNATURE_COVERAGE",
    "ERR_VERIFICATION_CONTENT_DIGEST",
  ],
} as const;

/** Codes of {@link ConfigurationError}. */
export type ConfigurationErrorCode = (typeof errorCodes.configuration)[number];
/** Codes of {@link TransportError}. */
export type TransportErrorCode = (typeof errorCodes.transport)[number];
/** Codes of {@link ResponseError}. */
export type ResponseErrorCode = (typeof errorCodes.response)[number];
/** Codes of {@link OAuthError}. */
export type OAuthErrorCode = (typeof errorCodes.oauth)[number];
/** Codes of {@link ValidationError}. */
export type ValidationErrorCode = (typeof errorCodes.validation)[number];
/** Codes of {@link VerificationError}. */
export type VerificationErrorCode = (typeof errorCodes.verification)[number];

/** Every stable error code of this library. */
export type AuthErrorCode =
  | ConfigurationErrorCode
  | TransportErrorCode
  | ResponseErrorCode
  | OAuthErrorCode
  | ValidationErrorCode
  | VerificationErrorCode;
