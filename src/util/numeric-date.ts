import { ConfigurationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";

/**
 * Converts a point in time to the unit of every JWT claim: whole seconds since 1970-01-01T00:00:00Z, rounded down, so that a token
 * issued in this second is never dated in the future.
 *
 * @throws {@link ConfigurationError} `ERR_CONFIGURATION_OPTION` for an invalid date, and for years before 1970 or after 9999
 * @see RFC 7519 §2 (NumericDate)
 */
export function toNumericDate(date: Date): number {
  const seconds = Math.floor(date.getTime() / 1000);
  if (isInBounds(seconds)) return seconds;
  throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: "A date must lie between the years 1970 and 9999 to be written as seconds.",
    specification: specification("rfc7519", "2"),
  });
}

/**
 * Reads a claim like `exp` or `auth_time`: a number of seconds, fractions allowed, kept to the millisecond. `undefined` for every other
 * value, above all for text and for milliseconds, which would lie tens of thousands of years ahead: years after 9999 are refused.
 * @see RFC 7519 §2 (NumericDate)
 */
export function parseNumericDate(value: unknown): Date | undefined {
  return typeof value === "number" && isInBounds(value) ? new Date(Math.floor(value * 1000)) : undefined;
}

/** Also false for NaN. */
function isInBounds(seconds: number): boolean {
  return seconds >= 0 && seconds <= endOfYear9999;
}

const endOfYear9999 = 253_402_300_799;
