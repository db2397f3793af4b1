import { maxTimeoutMs } from "../constants/limits.ts";
import { ConfigurationError } from "../errors/families.ts";

/**
 * Checks an option that counts something or is a time in milliseconds.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for what is no whole number between `least` and 2147483647, the longest time of a timer
 */
export function checkWholeNumber(parameter: string, value: unknown, { least }: { readonly least: number }): void {
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= least && value <= maxTimeoutMs) return;
  const message = `${parameter} must be a whole number, ${least} or more.`;
  throw new ConfigurationError("ERR_CONFIGURATION_OPTION", { message, parameter });
}
