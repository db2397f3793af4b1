import type { MessageSchema } from "../../generated/message-schema.ts";
import { ConfigurationError } from "../errors/families.ts";
import { printable } from "../errors/printable.ts";
import { ValidationError, type ValidationIssue } from "../errors/validation-error.ts";
import { deepFreeze } from "../util/deep-freeze.ts";
import type { JsonMembers } from "../util/json-member.ts";
import { checkMessage } from "./check.ts";
import { isRecord } from "./is-record.ts";
import { appendPointer } from "./pointer.ts";
import type { StandardIssue, StandardResult, StandardSchema } from "./standard-schema.ts";

/** What judges the claims that an application adds: a schema that `npm run generate` made, or a validator of Standard Schema. */
export type CustomClaims<T> = MessageSchema<T> | StandardSchema<T>;

/** Circumstances of a check of custom claims. */
export interface CustomClaimsOptions {
  /** What the claims are of, for the error: `access token`. */
  readonly name: string;
}

/**
 * Checks the claims that an application has agreed on with its issuer, and gives what the validator makes of them: the claims themselves
 * where a message schema judges them, else the validator's output. The claims must have been verified before, and frozen: a validator is
 * code of others, which sees nothing that anybody may have written, and changes nothing that has been checked.
 *
 * @throws {@link ValidationError} `ERR_VALIDATION_CLAIMS` listing every problem with its JSON pointer, a hundred at most
 * @throws {@link ConfigurationError} `ERR_CONFIGURATION_OPTION` for a validator that is none, throws, or answers what the standard does not know
 * @see RFC 7519 §4.3
 */
export async function checkCustomClaims<T>(
  claims: JsonMembers,
  schema: CustomClaims<T>,
  { name }: CustomClaimsOptions,
): Promise<T> {
  checkCustomClaimsOption(schema);
  if (!isStandard(schema)) {
    const checked = checkMessage(schema, claims);
    if (checked.ok) return checked.message;
    throw new ValidationError("ERR_VALIDATION_CLAIMS", { messageName: name, issues: checked.issues });
  }
  const result = await validate(schema, claims);
  if (result.issues === undefined) return freezeData(result.value);
  throw new ValidationError("ERR_VALIDATION_CLAIMS", { messageName: name, issues: describeIssues(result.issues) });
}

/**
 * Checks that a value can judge claims, before any claim is there.
 *
 * @throws {@link ConfigurationError} `ERR_CONFIGURATION_OPTION` for another value
 */
export function checkCustomClaimsOption(schema: CustomClaims<unknown>): void {
  if (isStandard(schema)) {
    const { version, validate } = schema["~standard"] ?? {};
    if (version === 1 && typeof validate === "function") return;
  } else if (isRecord(schema) && typeof schema.validate === "function" && isRecord(schema.members)) return;
  throw unusable("claims must be a message schema, or a validator of Standard Schema, version 1.");
}

async function validate<T>(schema: StandardSchema<T>, claims: JsonMembers): Promise<StandardResult<T>> {
  let result: StandardResult<T>;
  try {
    result = await schema["~standard"].validate(claims);
  } catch (cause) {
    throw unusable("The validator of the custom claims threw instead of answering.", cause);
  }
  // Whatever is neither a value nor a list of problems lets nothing pass.
  if (isRecord(result) && (result.issues === undefined ? "value" in result : Array.isArray(result.issues)))
    return result;
  throw unusable("The validator of the custom claims answered neither a value nor a list of issues.");
}

function describeIssues(issues: readonly StandardIssue[]): readonly ValidationIssue[] {
  const told = issues.length === 0 ? [{ message: "are refused without a reason" }] : issues.slice(0, maxIssues);
  return told.map(({ message, path = [] }: StandardIssue) => ({
    pointer: path.reduce<string>((pointer, segment) => appendPointer(pointer, nameOf(segment)), ""),
    keyword: "custom",
    // Words of others, which may quote the value.
    message: printable(String(message), maxMessageLength),
    specification: undefined,
    tolerances: [],
  }));
}

function nameOf(segment: PropertyKey | { readonly key: PropertyKey }): string {
  return String(typeof segment === "object" ? segment.key : segment);
}

/** Plain data only: an object of a class (a date, a URL) may not work when frozen. What is kept is shared by everybody who uses it. */
function freezeData<T>(value: T): T {
  return isPlainData(value) ? deepFreeze(value) : value;
}

function isPlainData(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  const isPlain = prototype === null || prototype === Object.prototype || Array.isArray(value);
  return isPlain && Object.values(value).every(isPlainData);
}

/** Validators of some libraries are functions. */
function isStandard<T>(schema: CustomClaims<T>): schema is StandardSchema<T> {
  return (typeof schema === "function" || isRecord(schema)) && "~standard" in schema;
}

function unusable(message: string, cause?: unknown): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", { message, parameter: "claims", cause });
}

const maxIssues = 100;
const maxMessageLength = 200;
