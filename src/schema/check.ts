import type { MessageSchema, ValidatorProblem } from "../../generated/message-schema.ts";
import { type ToleranceName, toleranceDeviations } from "../../generated/tolerances.ts";
import type { ValidationIssue } from "../errors/validation-error.ts";
import { isRecord } from "./is-record.ts";
import { describeProblem, pointerOf } from "./issue.ts";
import { allowsAnywhere, repairMessage, tolerancesOf, type UsedTolerance } from "./tolerances.ts";

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
 * Checks a value against the schema of a message: every problem is found at once, with its JSON pointer and section, up to a
 * hundred. A value that needs a tolerance is copied and normalised, never changed in place; one that needs none is given back as it is.
 */
export function checkMessage<T>(schema: MessageSchema<T>, value: unknown, options: CheckOptions = {}): CheckResult<T> {
  const { tolerate = [], nowSeconds } = options;
  const problems = findProblems(schema, value);
  if (problems.length === 0 && tolerate.length === 0) return asChecked(value, []);
  if (tolerate.length === 0 || !isRecord(value)) return refuse(schema, value, { problems, nowSeconds });
  const repaired = repairMessage(schema, value, problems, { tolerate, nowSeconds });
  const left = repaired.message === value ? problems : findProblems(schema, repaired.message);
  const mayMiss = tolerate.includes("metadata-member-missing") && allowsAnywhere(schema, "metadata-member-missing");
  const refused = left.filter((problem) => !(mayMiss && isMissingMetadata(problem)));
  if (refused.length > 0) return refuse(schema, repaired.message, { problems: refused, nowSeconds });
  return asChecked(repaired.message, [...repaired.tolerated, ...left.map(asToleratedMissing)]);
}

/** The message passed the validator, or differs from it only by what the caller tolerates. */
function asChecked<T>(message: unknown, used: readonly UsedTolerance[]): CheckResult<T> {
  if (used.length === 0) return { ok: true, message: message as T, tolerated: [] };
  const pointers = new Map(used.map((entry) => [`${entry.tolerance} ${entry.pointer}`, entry]));
  const tolerated = Array.from(pointers.values(), ({ tolerance, pointer }) => ({
    tolerance,
    deviation: toleranceDeviations[tolerance],
    pointer,
  }));
  return { ok: true, message: message as T, tolerated };
}

function findProblems(schema: MessageSchema<unknown>, value: unknown): readonly ValidatorProblem[] {
  const problems = schema.validate(value) ? noProblems : (schema.validate.errors ?? noProblems);
  if (schema.closed !== true || !isRecord(value)) return problems;
  const unknown = Object.keys(value).filter((name) => !isMember(schema, name));
  return unknown.length === 0 ? problems : [...problems, ...unknown.map(asUnknownMember)];
}

function asUnknownMember(name: string): ValidatorProblem {
  return { instancePath: "", keyword: "additionalProperties", params: { additionalProperty: name } };
}

/** Metadata may lack what a client never uses; the issuer is what all the rest belongs to. */
function isMissingMetadata({ instancePath, keyword, params }: ValidatorProblem): boolean {
  return instancePath === "" && keyword === "required" && params.missingProperty !== "issuer";
}

function asToleratedMissing(problem: ValidatorProblem): UsedTolerance {
  return { tolerance: "metadata-member-missing", pointer: pointerOf(problem) };
}

interface Findings {
  readonly problems: readonly ValidatorProblem[];
  readonly nowSeconds: number | undefined;
}

function refuse<T>(schema: MessageSchema<unknown>, value: unknown, { problems, nowSeconds }: Findings): CheckResult<T> {
  const remedies = findRemedies(schema, value, { problems, nowSeconds });
  const issues = new Map<string, ValidationIssue>();
  for (const problem of problems.slice(0, maxIssues)) {
    const issue = describeProblem(schema, problem, remedies.get(pointerOf(problem)));
    issues.set(`${issue.pointer} ${issue.message}`, issue);
  }
  return { ok: false, issues: [...issues.values()] };
}

/** The tolerances that would admit what was found, by pointer. They are tried out, so that none is named which would not help. */
function findRemedies(
  schema: MessageSchema<unknown>,
  value: unknown,
  { problems, nowSeconds }: Findings,
): ReadonlyMap<string, readonly ToleranceName[]> {
  const remedies = new Map<string, ToleranceName[]>();
  if (schema.tolerances === undefined || !isRecord(value)) return remedies;
  const tolerate = tolerancesOf(schema);
  const repaired = repairMessage(schema, value, problems, { tolerate, nowSeconds });
  const left = new Set(findProblems(schema, repaired.message).map(pointerOf));
  const helpful = repaired.tolerated.filter(({ pointer }) => !left.has(pointer));
  const missing = allowsAnywhere(schema, "metadata-member-missing") ? problems.filter(isMissingMetadata) : [];
  for (const { tolerance, pointer } of [...helpful, ...missing.map(asToleratedMissing)])
    remedies.set(pointer, [...(remedies.get(pointer) ?? []), tolerance]);
  return remedies;
}

/** Whether a message has a member of this name, its own or its base's. */
export function isMember(schema: MessageSchema<unknown>, name: string): boolean {
  return Object.hasOwn(schema.members, name) || (schema.base !== undefined && isMember(schema.base, name));
}

const noProblems: readonly ValidatorProblem[] = [];

/** More than any message of the contract has members; a server that sends more problems than that gets no memory for them. */
const maxIssues = 100;
