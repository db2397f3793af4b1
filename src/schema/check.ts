import { unknownMember } from "../../generated/checks.ts";
import type { MessageSchema, ValidatorProblem } from "../../generated/message-schema.ts";
import type { ToleranceName } from "../../generated/tolerances.ts";
import type { ValidationIssue } from "../errors/validation-error.ts";
import { findSimilarName } from "../util/similar-name.ts";
import { isRecord } from "./is-record.ts";
import { describeProblem, pointerOf, sectionOf } from "./issue.ts";
import { splitPointer } from "./pointer.ts";

/** How a message is checked. */
export interface CheckOptions {
  /** Named deviations that are admitted: `tolerating(names)`; none by default. Members that carry trust admit none whatever is named. */
  readonly tolerate?: Toleration | undefined;
  /** The current time in seconds since 1970, needed only by the tolerance `expires-on`. */
  readonly nowSeconds?: number | undefined;
}

/** Deviations that are admitted, with the code that admits them: what `tolerating` makes. Who tolerates nothing does not carry it. */
export interface Toleration {
  /** The deviations by name. */
  readonly names: readonly ToleranceName[];
  /** Mends a message and says what is left to complain about. */
  readonly judge: (schema: MessageSchema<unknown>, value: unknown, findings: Findings) => Judgement;
  /** Reads a body that did not come as JSON should; undefined when no tolerance covers it. */
  readonly readBody: (schema: MessageSchema<unknown>, body: ForeignBody) => TolerantBody | undefined;
}

/** What a check found. */
export interface Findings {
  readonly problems: readonly ValidatorProblem[];
  readonly nowSeconds?: number | undefined;
}

/** What tolerances make of a message. */
export interface Judgement {
  /** The message with what was mended; the very value that was given when nothing had to be. */
  readonly message: unknown;
  readonly tolerated: readonly ToleratedDeviation[];
  /** Problems that no tolerance admits; none when the message is accepted. */
  readonly problems: readonly ValidatorProblem[];
  /** The tolerances that would admit one of these problems. */
  readonly remediesOf: (problem: ValidatorProblem) => readonly string[];
}

/** A body as it came. */
export interface ForeignBody {
  readonly text: string;
  /** The `Content-Type` field; `null` where there is none. */
  readonly contentType: string | null;
  /** Endpoint for messages. */
  readonly endpoint: string;
}

/** What a body that is tolerated holds. */
export interface TolerantBody {
  readonly value: unknown;
  readonly deviation: ToleratedDeviation;
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
  const { tolerate, nowSeconds } = options;
  const found = findProblems(schema, value);
  if (tolerate === undefined && found.length === 0) return { ok: true, message: value as T, tolerated: [] };
  const judged = tolerate?.judge(schema, value, { problems: found, nowSeconds });
  // The message passed the validator, or differs from it only by what the caller tolerates.
  if (judged?.problems.length === 0) return { ok: true, message: judged.message as T, tolerated: judged.tolerated };
  const { problems, remediesOf } = judged ?? {
    problems: found,
    remediesOf: (each) => listTolerances(schema, value, each),
  };
  const issues = new Map<string, ValidationIssue>();
  for (const problem of problems.slice(0, maxIssues)) {
    const issue = describeProblem(schema, problem, remediesOf(problem));
    issues.set(`${issue.pointer} ${issue.message}`, issue);
  }
  return { ok: false, issues: [...issues.values()] };
}

/** What keeps a value from being the message; unknown members count where the message is closed. */
export function findProblems(schema: MessageSchema<unknown>, value: unknown): readonly ValidatorProblem[] {
  const problems = schema.validate(value) ? noProblems : reasonsOf(schema);
  if (schema.closed !== true || !isRecord(value)) return problems;
  const unknown = Object.keys(value).filter((name) => !isMember(schema, name));
  return unknown.length === 0 ? problems : [...problems, ...unknown.map((name) => asUnknownMember(schema, name))];
}

/** A validator that refuses without a reason has refused all the same. */
function reasonsOf({ validate }: MessageSchema<unknown>): readonly ValidatorProblem[] {
  return validate.errors?.length ? validate.errors : [unexplained];
}

/** A member that is only spelt differently (`redirectUri`) is named, because passing it as extra would not help. */
function asUnknownMember({ members }: MessageSchema<unknown>, name: string): ValidatorProblem {
  const meant = findSimilarName(name, Object.keys(members));
  const message = meant === undefined ? unknownMember : `is not a member; did you mean ${meant}?`;
  return { instancePath: "", keyword: "additionalProperties", message, member: name };
}

/** Without the code to try them out: the tolerances that the contract has for a rule or member, and of the whole message's those about such a value. */
function listTolerances(schema: MessageSchema<unknown>, value: unknown, problem: ValidatorProblem): readonly string[] {
  if (problem.rule !== undefined) {
    const [, , , ...waivers] = problem.rule;
    return waivers;
  }
  const [name] = splitPointer(pointerOf(problem));
  if (name === undefined || !isRecord(value)) return [];
  const { tolerances, base } = schema;
  const listed = [
    ...(base === undefined ? [] : listTolerances(base, value, problem)),
    ...(Object.hasOwn(tolerances, name) ? (tolerances[name] ?? []) : []),
    ...(tolerances[""] ?? []).filter((each) => isAbout[each]?.(value[name], name)),
  ];
  return [...new Set(listed)];
}

/** Whether a message has a member of this name, its own or its base's, with a language tag where it may carry one. */
export function isMember(schema: MessageSchema<unknown>, name: string): boolean {
  return sectionOf(schema, name) !== undefined || (schema.base !== undefined && isMember(schema.base, name));
}

const isAbout: Readonly<Record<string, (value: unknown, name: string) => boolean>> = {
  "null-members": (value) => value === null,
  "empty-strings": (value) => value === "",
  "empty-arrays": (value) => Array.isArray(value) && value.length === 0,
  "metadata-member-missing": (value, name) => value === undefined && name !== "issuer",
};
const unexplained: ValidatorProblem = { instancePath: "", keyword: "invalid", message: "breaks the rule invalid" };
const noProblems: readonly ValidatorProblem[] = [];

/** More than any message of the contract has members; a server that sends more problems than that gets no memory for them. */
const maxIssues = 100;
