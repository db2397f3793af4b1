export { AuthError, type AuthErrorDetails, isAuthError, type SpecificationReference } from "./auth-error.ts";
export {
  type AuthErrorCode,
  type ConfigurationErrorCode,
  errorCodes,
  type OAuthErrorCode,
  type ResponseErrorCode,
  type TransportErrorCode,
  type ValidationErrorCode,
  type VerificationErrorCode,
} from "./codes.ts";
export {
  ConfigurationError,
  isConfigurationError,
  isResponseError,
  isTransportError,
  isVerificationError,
  ResponseError,
  type ResponseErrorDetails,
  TransportError,
  VerificationError,
} from "./families.ts";
export {
  type AuthenticationChallenge,
  isOAuthError,
  OAuthError,
  type OAuthErrorDetails,
} from "./oauth-error.ts";
export {
  isValidationError,
  ValidationError,
  type ValidationErrorDetails,
  type ValidationIssue,
} from "./validation-error.ts";
