import { ConfigurationError } from "../../errors/families.ts";
import { ValidationError, type ValidationIssue } from "../../errors/validation-error.ts";
import { isRecord } from "../../schema/is-record.ts";
import { findSimilarName } from "../../util/similar-name.ts";

/** Makes one problem of a message to the administration. */
export function adminIssue(pointer: string, message: string, keyword = "rule"): ValidationIssue {
  return { pointer, keyword, message, specification: undefined, tolerances: [] };
}

/** Makes the error of a message with problems. */
export function brokenInput(messageName: string, issues: readonly ValidationIssue[]): ValidationError {
  return new ValidationError("ERR_VALIDATION_REQUEST", { messageName, issues });
}

/** Makes the error of something that is there already, or was changed by somebody else at the same moment. */
export function conflict(messageName: string, pointer: string, message: string): ValidationError {
  return new ValidationError("ERR_VALIDATION_TAKEN", { messageName, issues: [adminIssue(pointer, message)] });
}

/** Makes the error of what stands in the configuration, and so can't be changed at run time. */
export function configured(parameter: string, what: string): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: `${what}, and can't be changed at run time.`,
    parameter,
    remedy: `Change the option ${parameter} of createProvider.`,
  });
}

/**
 * Checks that an input is an object with members of its own kind only.
 * @throws ValidationError `ERR_VALIDATION_REQUEST` naming each that is none
 */
export function requireMembers(
  input: unknown,
  members: readonly string[],
  messageName: string,
): Readonly<Record<string, unknown>> {
  if (!isRecord(input)) throw brokenInput(messageName, [adminIssue("", "must be an object", "type")]);
  const unknown = Object.keys(input).filter((name) => !members.includes(name));
  if (unknown.length === 0) return input;
  const issues = unknown.map((name) => {
    const meant = findSimilarName(name, members);
    const hint = meant === undefined ? "" : `; did you mean ${meant}?`;
    return adminIssue(`/${name}`, `is not a member${hint}`, "additionalProperties");
  });
  throw brokenInput(messageName, issues);
}

/**
 * Checks a number of seconds.
 * @throws ValidationError `ERR_VALIDATION_REQUEST` for what is none between the bounds
 */
export function requireSeconds(
  value: unknown,
  { pointer, least, most }: { readonly pointer: string; readonly least: number; readonly most: number },
): number {
  if (typeof value === "number" && Number.isInteger(value) && value >= least && value <= most) return value;
  throw brokenInput("AdminRequest", [adminIssue(pointer, `must be ${least} to ${most} whole seconds`)]);
}
