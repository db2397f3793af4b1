import type { VerificationErrorCode } from "../errors/codes.ts";
import { ConfigurationError, VerificationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import type { Clock } from "../util/clock.ts";
import { equalConstantTime } from "../util/constant-time.ts";
import type { BareItem, Parameters } from "./structured-field.ts";

/** What the parameters of a signature must be. */
export interface ParameterPolicy {
  readonly nonce?: string | undefined;
  readonly maxAgeSeconds?: number | undefined;
  readonly clockToleranceSeconds?: number | undefined;
  readonly clock: Clock;
}

/** The parameters of a signature, each of its type. */
export interface SignatureParameters {
  readonly created: number;
  readonly expires: number | undefined;
  readonly keyid: string | undefined;
  readonly alg: string | undefined;
  readonly nonce: string | undefined;
  readonly tag: string | undefined;
}

/**
 * Checks types, age, end and nonce of a signature. Parameters that are not known here change nothing and are passed over.
 * @throws VerificationError `ERR_VERIFICATION_SIGNATURE_INPUT` for one of a wrong type or without `created`,
 * `ERR_VERIFICATION_ISSUED_AT`, `ERR_VERIFICATION_EXPIRED`, `ERR_VERIFICATION_NONCE`
 * @see RFC 9421 §2.3
 */
export function checkSignatureParameters(given: Parameters, policy: ParameterPolicy): SignatureParameters {
  const { maxAgeSeconds = 60, clockToleranceSeconds = 10, clock } = policy;
  for (const [name, seconds] of Object.entries({ maxAgeSeconds, clockToleranceSeconds })) requireSeconds(name, seconds);
  const parameters = readParameters(given);
  const now = clock() / 1000;
  if (parameters.created > now + clockToleranceSeconds)
    throw refused("ERR_VERIFICATION_ISSUED_AT", "created", "lies in the future");
  if (parameters.created < now - maxAgeSeconds - clockToleranceSeconds)
    throw refused("ERR_VERIFICATION_ISSUED_AT", "created", `is more than ${maxAgeSeconds} seconds ago`);
  if (parameters.expires !== undefined && parameters.expires <= now - clockToleranceSeconds)
    throw refused("ERR_VERIFICATION_EXPIRED", "expires", "is over");
  if (policy.nonce !== undefined && !equalConstantTime(parameters.nonce ?? "", policy.nonce))
    throw refused("ERR_VERIFICATION_NONCE", "nonce", "is not the one expected");
  return parameters;
}

function readParameters(given: Parameters): SignatureParameters {
  const created = numberOf(given, "created");
  if (created === undefined) throw refused("ERR_VERIFICATION_SIGNATURE_INPUT", "created", "is missing");
  return {
    created,
    expires: numberOf(given, "expires"),
    keyid: textOf(given, "keyid"),
    alg: textOf(given, "alg"),
    nonce: textOf(given, "nonce"),
    tag: textOf(given, "tag"),
  };
}

function numberOf(given: Parameters, name: string): number | undefined {
  const value: BareItem | undefined = given.get(name);
  if (value === undefined || typeof value === "number") return value;
  throw refused("ERR_VERIFICATION_SIGNATURE_INPUT", name, "is not a whole number");
}

function textOf(given: Parameters, name: string): string | undefined {
  const value: BareItem | undefined = given.get(name);
  if (value === undefined || typeof value === "string") return value;
  throw refused("ERR_VERIFICATION_SIGNATURE_INPUT", name, "is not text");
}

function requireSeconds(parameter: string, seconds: number): void {
  if (Number.isFinite(seconds) && seconds >= 0) return;
  throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: `${parameter} must be a number of seconds, 0 or more.`,
    parameter,
  });
}

function refused(code: VerificationErrorCode, parameter: string, problem: string): VerificationError {
  return new VerificationError(code, {
    message: `The ${parameter} of the signature ${problem}.`,
    parameter,
    specification: specification("rfc9421", "2.3"),
  });
}
