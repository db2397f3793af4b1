import { AuthError, type AuthErrorDetails, isAuthError } from "./auth-error.ts";
import type { ConfigurationErrorCode, ResponseErrorCode, TransportErrorCode, VerificationErrorCode } from "./codes.ts";

/** You must act: an option, a key or a call is wrong, or the server's metadata lacks what the call needs. Thrown before any I/O where possible. */
export class ConfigurationError extends AuthError<ConfigurationErrorCode> {
  override readonly name = "ConfigurationError";
  readonly family = "configuration";
}

/** The network must act: no complete answer arrived in time. The request may or may not have reached the server. */
export class TransportError extends AuthError<TransportErrorCode> {
  override readonly name = "TransportError";
  readonly family = "transport";
}

/** Details of a {@link ResponseError}. */
export interface ResponseErrorDetails extends AuthErrorDetails {
  /** HTTP status of the answer. */
  readonly status: number;
  /** Seconds to wait, from `Retry-After`. */
  readonly retryAfterSeconds?: number | undefined;
}

/** Something answered, but not as the protocol's endpoint would: a redirect, a wrong status or media type, broken JSON. */
export class ResponseError extends AuthError<ResponseErrorCode> {
  override readonly name = "ResponseError";
  readonly family = "response";
  /** HTTP status of the answer. */
  readonly status: number;
  /** Seconds to wait, from `Retry-After`. */
  readonly retryAfterSeconds: number | undefined;

  constructor(code: ResponseErrorCode, details: ResponseErrorDetails) {
    super(code, details);
    this.status = details.status;
    this.retryAfterSeconds = details.retryAfterSeconds;
  }

  override toJSON(): Record<string, unknown> {
    return { ...super.toJSON(), status: this.status };
  }
}

/** The message is well formed, yet it must not be believed: a signature, issuer, state, nonce or other check of trust failed. */
export class VerificationError extends AuthError<VerificationErrorCode> {
  override readonly name = "VerificationError";
  readonly family = "verification";
}

/** Whether a caught value is a {@link ConfigurationError}, also from another copy of the package. */
export function isConfigurationError(value: unknown): value is ConfigurationError {
  return isAuthError(value) && value.family === "configuration";
}

/** Whether a caught value is a {@link TransportError}, also from another copy of the package. */
export function isTransportError(value: unknown): value is TransportError {
  return isAuthError(value) && value.family === "transport";
}

/** Whether a caught value is a {@link ResponseError}, also from another copy of the package. */
export function isResponseError(value: unknown): value is ResponseError {
  return isAuthError(value) && value.family === "response";
}

/** Whether a caught value is a {@link VerificationError}, also from another copy of the package. */
export function isVerificationError(value: unknown): value is VerificationError {
  return isAuthError(value) && value.family === "verification";
}
