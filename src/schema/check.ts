import type { MessageSchema, ValidatorProblem } from "../../generated/message-schema.ts";
import { type ToleranceName, toleranceDeviations } from "../../generated/tolerances.ts";
import type { ValidationIssue } from "../errors/validation-error.ts";
import { isRecord } from "./is-record.ts";
import { describeProblem, pointerOf, sectionOf } from "./issue.ts";
import { givesAnotherMeaning } from "./repairs.ts";
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
  if (problems.length === 0 && !tolerate.some(givesAnotherMeaning)) return asChecked(value, []);
  if (tolerate.length === 0 || !isRecord(value)) return refuse(schema, value, { problems, nowSeconds });
  const repaired = repairMessage(schema, value, problems, { tolerate, nowSeconds });
  const left = repaired.message === value ? problems : findProblems(schema, repaired.message);
  const refused = left.filter((problem) => findAdmission(schema, problem, tolerate) === undefined);
  if (refused.length > 0) return refuse(schema, repaired.message, { problems: refused, nowSeconds });
  return asChecked(repaired.message, [...repaired.tolerated, ...admissions(schema, left, tolerate)]);
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
  const problems = schema.validate(value) ? noProblems : reasonsOf(schema);
  if (schema.closed !== true || !isRecord(value)) return problems;
  const unknown = Object.keys(value).filter((name) => !isMember(schema, name));
  return unknown.length === 0 ? problems : [...problems, ...unknown.map(asUnknownMember)];
}

/** A validator that refuses without a reason has refused all the same. */
function reasonsOf({ validate }: MessageSchema<unknown>): readonly ValidatorProblem[] {
  const { errors } = validate;
  return errors === null || errors === undefined || errors.length === 0 ? [unexplained] : errors;
}

function asUnknownMember(name: string): ValidatorProblem {
  return { instancePath: "", keyword: "additionalProperties", params: { additionalProperty: name } };
}

/**
 * The tolerance that lets a problem stand as it is: required metadata that is missing (never the issuer, to which all the rest
 * belongs), or a rule that the schema lets a caller waive.
 */
function findAdmission(
  schema: MessageSchema<unknown>,
  problem: ValidatorProblem,
  tolerate: readonly ToleranceName[],
): ToleranceName | undefined {
  const waivers = problem.rule?.slice(3) ?? (isMissingMetadata(schema, problem) ? [missingMember] : []);
  return tolerate.find((tolerance) => waivers.includes(tolerance));
}

function isMissingMetadata(
  schema: MessageSchema<unknown>,
  { instancePath, keyword, params }: ValidatorProblem,
): boolean {
  const missing = instancePath === "" && keyword === "required" && params.missingProperty !== "issuer";
  return missing && allowsAnywhere(schema, missingMember);
}

function admissions(
  schema: MessageSchema<unknown>,
  problems: readonly ValidatorProblem[],
  tolerate: readonly ToleranceName[],
): readonly UsedTolerance[] {
  return problems.flatMap((problem) => {
    const tolerance = findAdmission(schema, problem, tolerate);
    return tolerance === undefined ? [] : [{ tolerance, pointer: pointerOf(problem) }];
  });
}

interface Findings {
  readonly problems: readonly ValidatorProblem[];
  readonly nowSeconds: number | undefined;
}

function refuse<T>(schema: MessageSchema<unknown>, value: unknown, { problems, nowSeconds }: Findings): CheckResult<T> {
  const remedies = findRemedies(schema, value, { problems, nowSeconds });
  const issues = new Map<string, ValidationIssue>();
  for (const problem of problems.slice(0, maxIssues)) {
    const admission = findAdmission(schema, problem, everyTolerance());
    const tolerances = [...(remedies.get(pointerOf(problem)) ?? []), ...(admission === undefined ? [] : [admission])];
    const issue = describeProblem(schema, problem, tolerances);
    issues.set(`${issue.pointer} ${issue.message}`, issue);
  }
  return { ok: false, issues: [...issues.values()] };
}

/** The tolerances that would repair what was found, by pointer. They are tried out, so that none is named which would not help. */
function findRemedies(
  schema: MessageSchema<unknown>,
  value: unknown,
  { problems, nowSeconds }: Findings,
): ReadonlyMap<string, readonly ToleranceName[]> {
  const remedies = new Map<string, ToleranceName[]>();
  if (!isRecord(value)) return remedies;
  const repaired = repairMessage(schema, value, problems, { tolerate: tolerancesOf(schema), nowSeconds });
  const left = new Set(findProblems(schema, repaired.message).map(pointerOf));
  const helpful = repaired.tolerated.filter(({ pointer }) => !left.has(pointer));
  for (const { tolerance, pointer } of helpful) remedies.set(pointer, [...(remedies.get(pointer) ?? []), tolerance]);
  return remedies;
}

/** Whether a message has a member of this name, its own or its base's, with a language tag where it may carry one. */
export function isMember(schema: MessageSchema<unknown>, name: string): boolean {
  return sectionOf(schema, name) !== undefined || (schema.base !== undefined && isMember(schema.base, name));
}

function everyTolerance(): readonly ToleranceName[] {
  return Object.keys(toleranceDeviations).filter((name): name is ToleranceName =>
    Object.hasOwn(toleranceDeviations, name),
  );
}

const missingMember: ToleranceName = "metadata-member-missing";
const unexplained: ValidatorProblem = { instancePath: "", keyword: "invalid", params: {} };
const noProblems: readonly ValidatorProblem[] = [];

/** More than any message of the contract has members; a server that sends more problems than that gets no memory for them. */
const maxIssues = 100;
