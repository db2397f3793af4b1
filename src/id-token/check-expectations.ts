import { ConfigurationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import type { ClaimExpectations } from "./claims.ts";
import type { HashExpectations } from "./hashes.ts";
import type { TimeExpectations } from "./times.ts";

/** What an ID token is compared with. */
export interface CheckedExpectations extends ClaimExpectations, TimeExpectations, HashExpectations {
  readonly algorithms?: readonly string[] | undefined;
}

/**
 * Checks what the caller expects before anything is compared with it: a comparison with `NaN`, or with a text in place of
 * a list, would let every token pass.
 *
 * @param now - the time that the clock tells, in seconds since 1970
 * @throws {@link ConfigurationError} `ERR_CONFIGURATION_OPTION` naming the parameter
 */
export function checkExpectations(expectations: CheckedExpectations, now: number): void {
  for (const [parameter, isRight, words] of expectationRules) {
    if (!isRight(expectations[parameter])) throw unusable(parameter, `${parameter} must be ${words}.`);
  }
  checkTime(now);
  const { receivedFrom, nonce, acceptAnyNonce = false } = expectations;
  if (receivedFrom === "token_endpoint" || (nonce !== undefined && !acceptAnyNonce)) return;
  throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: "An ID token from the authorization endpoint can only be verified with the nonce that was sent.",
    specification: specification("oidc-core", "3.2.2.1"),
    parameter: "nonce",
  });
}

/**
 * Checks what a clock tells.
 *
 * @param now - in seconds since 1970
 * @throws {@link ConfigurationError} `ERR_CONFIGURATION_OPTION` for a clock that tells no time
 */
export function checkTime(now: number): void {
  if (!Number.isFinite(now)) throw unusable("clock", "clock must tell the time in milliseconds since 1970.");
}

function unusable(parameter: string, message: string): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", { message, parameter });
}

type ExpectationRule = readonly [
  parameter: keyof CheckedExpectations,
  isRight: (value: unknown) => boolean,
  words: string,
];

function isText(value: unknown): boolean {
  return typeof value === "string" && value !== "";
}

function isTextOrAbsent(value: unknown): boolean {
  return value === undefined || typeof value === "string";
}

function isListOrAbsent(value: unknown): boolean {
  return value === undefined || (Array.isArray(value) && value.every((item) => typeof item === "string"));
}

function isFlagOrAbsent(value: unknown): boolean {
  return value === undefined || typeof value === "boolean";
}

function isNumberOrAbsent(value: unknown, isInRange: (number: number) => boolean): boolean {
  return value === undefined || (typeof value === "number" && Number.isFinite(value) && isInRange(value));
}

const expectationRules: readonly ExpectationRule[] = [
  ["issuer", isText, "text that is not empty"],
  ["clientId", isText, "text that is not empty"],
  [
    "receivedFrom",
    (value) => value === "token_endpoint" || value === "authorization_endpoint",
    "token_endpoint or authorization_endpoint",
  ],
  ["nonce", isTextOrAbsent, "text"],
  ["acceptAnyNonce", isFlagOrAbsent, "true or false"],
  ["subject", isTextOrAbsent, "text"],
  ["trustedAudiences", isListOrAbsent, "a list of texts"],
  ["acrValues", isListOrAbsent, "a list of texts"],
  ["algorithms", isListOrAbsent, "a list of texts"],
  [
    "clockToleranceSeconds",
    (value) => isNumberOrAbsent(value, (seconds) => seconds >= 0 && seconds <= 600),
    "a number of seconds from 0 to 600",
  ],
  [
    "maxIssuedAgeSeconds",
    (value) => isNumberOrAbsent(value, (seconds) => seconds > 0),
    "a number of seconds, more than 0",
  ],
  ["maxAgeSeconds", (value) => isNumberOrAbsent(value, (seconds) => seconds >= 0), "a number of seconds, 0 or more"],
];
