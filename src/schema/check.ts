import type { MessageSchema, ValidatorProblem } from "../../generated/message-schema.ts";
import { type ToleranceName, toleranceDeviations } from "../../generated/tolerances.ts";
import type { ValidationIssue } from "../errors/validation-error.ts";
import { describeProblem } from "./issue.ts";
import { repairMessage } from "./tolerances.ts";

/** How a message is checked. */
export interface CheckOptions {
  /** Named deviations that are admitted; none by default. Members that carry trust admit none whatever is named here. */
  readonly tolerate?: readonly ToleranceName[] | undefined;
  /** The current time in seconds since 1970, needed only by the tolerance `expires-on`. */
  readonly nowSeconds?: number | undefined;
}

/** A deviation that was admitted, for a warning. */
export interface ToleratedDeviation {
  /** The tolerance that admitted it. */
  readonly tolerance: ToleranceName;
  /** Number of the deviation in specs/tolerances.json, e.g. `D01`. */
  readonly deviation: string;
  /** JSON pointer of the member. */
  readonly pointer: string;
}

/** The outcome of a check: the message as its type, or every problem at once. */
export type CheckResult<T> =
  | { readonly ok: true; readonly message: T; readonly tolerated: readonly ToleratedDeviation[] }
  | { readonly ok: false; readonly issues: readonly ValidationIssue[] };

/**
 * Checks a value against the schema of a message: every problem is found at once, with its JSON pointer and section.
 * A value that needs a tolerance is copied and normalised, never changed in place.
 */
export function checkMessage<T>(schema: MessageSchema<T>, value: unknown, options: CheckOptions = {}): CheckResult<T> {
  const tolerate = options.tolerate ?? [];
  if (tolerate.length === 0 && schema.validate(value) && !hasUnknownMember(schema, value))
    return { ok: true, message: value, tolerated: [] };
  if (!isRecord(value)) return { ok: false, issues: findIssues(schema, value) };
  const problems = tolerate.length === 0 || schema.validate(value) ? [] : (schema.validate.errors ?? []);
  const repaired = repairMessage(schema, value, problems, { ...options, tolerate });
  const admitsMissing =
    tolerate.includes("metadata-member-missing") && (schema.tolerances?.[""] ?? []).includes("metadata-member-missing");
  const issues = findIssues(schema, repaired.message).filter(
    (issue) => !(admitsMissing && issue.keyword === "required" && issue.pointer !== "/issuer"),
  );
  if (issues.length > 0) return { ok: false, issues };
  const missing = admitsMissing && !schema.validate(repaired.message) ? missingMembers(schema) : [];
  const tolerated = [...repaired.tolerated, ...missing].map(({ tolerance, pointer }) => ({
    tolerance,
    pointer,
    deviation: toleranceDeviations[tolerance],
  }));
  return asChecked<T>(repaired.message, tolerated);
}

/** The message passed the validator, or differs from it only by what the caller tolerates. */
function asChecked<T>(message: unknown, tolerated: readonly ToleratedDeviation[]): CheckResult<T> {
  return { ok: true, message: message as T, tolerated };
}

function findIssues<T>(schema: MessageSchema<T>, value: unknown): readonly ValidationIssue[] {
  const problems: readonly ValidatorProblem[] = schema.validate(value) ? [] : (schema.validate.errors ?? []);
  const unknown =
    isRecord(value) && schema.closed === true ? Object.keys(value).filter((name) => !isMember(schema, name)) : [];
  const all = [
    ...problems,
    ...unknown.map(
      (name): ValidatorProblem => ({
        instancePath: "",
        keyword: "additionalProperties",
        params: { additionalProperty: name },
      }),
    ),
  ];
  const issues = new Map<string, ValidationIssue>();
  for (const problem of all) {
    const issue = describeProblem(schema, problem);
    issues.set(`${issue.pointer} ${issue.message}`, issue);
  }
  return [...issues.values()];
}

function missingMembers<T>(
  schema: MessageSchema<T>,
): readonly { readonly tolerance: ToleranceName; readonly pointer: string }[] {
  return (schema.validate.errors ?? []).map((problem) => ({
    tolerance: "metadata-member-missing",
    pointer: describeProblem(schema, problem).pointer,
  }));
}

function hasUnknownMember<T>(schema: MessageSchema<T>, value: unknown): boolean {
  if (schema.closed !== true || !isRecord(value)) return false;
  for (const name in value) if (!isMember(schema, name)) return true;
  return false;
}

/** Whether a message has a member of this name, its own or its base's. */
export function isMember(schema: MessageSchema<unknown>, name: string): boolean {
  return Object.hasOwn(schema.members, name) || (schema.base !== undefined && isMember(schema.base, name));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
