import type { MessageSchema, ValidatorProblem } from "../../generated/message-schema.ts";
import { type ToleranceName, toleranceDeviations } from "../../generated/tolerances.ts";
import { type Findings, findProblems, type Judgement, type ToleratedDeviation } from "./check.ts";
import { isRecord } from "./is-record.ts";
import { pointerOf } from "./issue.ts";
import { givesAnotherMeaning } from "./repairs.ts";
import { allowsAnywhere, repairMessage, tolerancesOf, type UsedTolerance } from "./tolerances.ts";

/** A message that was found wanting, or that tolerances may read in another way. */
export interface Candidate extends Findings {
  readonly schema: MessageSchema<unknown>;
  readonly value: unknown;
}

/** Mends a message by the tolerances named, as far as its schema allows them and the message needs them, and judges what is left. */
export function judgeMessage(candidate: Candidate, tolerate: readonly ToleranceName[]): Judgement {
  const { schema, value, problems, nowSeconds } = candidate;
  if (problems.length === 0 && !tolerate.some(givesAnotherMeaning)) return judgement(value, [], candidate);
  if (tolerate.length === 0 || !isRecord(value)) return judgement(value, [], candidate);
  const repaired = repairMessage(schema, value, problems, { tolerate, nowSeconds });
  const left = repaired.message === value ? problems : findProblems(schema, repaired.message);
  const used = [...repaired.tolerated, ...admissions(schema, left, tolerate)];
  const refused = left.filter((problem) => findAdmission(schema, problem, tolerate) === undefined);
  return judgement(repaired.message, used, { ...candidate, problems: refused });
}

function judgement(
  message: unknown,
  used: readonly UsedTolerance[],
  { schema, problems, nowSeconds }: Candidate,
): Judgement {
  let remedies: ReadonlyMap<string, readonly ToleranceName[]> | undefined;
  return {
    message,
    tolerated: used.length === 0 ? [] : listDeviations(used),
    problems,
    remediesOf(problem) {
      remedies ??= findRemedies({ schema, value: message, problems, nowSeconds });
      const admission = findAdmission(schema, problem, everyTolerance());
      return [...(remedies.get(pointerOf(problem)) ?? []), ...(admission === undefined ? [] : [admission])];
    },
  };
}

function listDeviations(used: readonly UsedTolerance[]): readonly ToleratedDeviation[] {
  const pointers = new Map(used.map((entry) => [`${entry.tolerance} ${entry.pointer}`, entry]));
  return Array.from(pointers.values(), ({ tolerance, pointer }) => ({
    tolerance,
    deviation: toleranceDeviations[tolerance],
    pointer,
  }));
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
  { instancePath, keyword, member }: ValidatorProblem,
): boolean {
  const missing = instancePath === "" && keyword === "required" && member !== "issuer";
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

/** The tolerances that would repair what was found, by pointer. They are tried out, so that none is named which would not help. */
function findRemedies({
  schema,
  value,
  problems,
  nowSeconds,
}: Candidate): ReadonlyMap<string, readonly ToleranceName[]> {
  const remedies = new Map<string, ToleranceName[]>();
  if (!isRecord(value)) return remedies;
  const repaired = repairMessage(schema, value, problems, { tolerate: tolerancesOf(schema), nowSeconds });
  const left = new Set(findProblems(schema, repaired.message).map(pointerOf));
  const helpful = repaired.tolerated.filter(({ pointer }) => !left.has(pointer));
  for (const { tolerance, pointer } of helpful) remedies.set(pointer, [...(remedies.get(pointer) ?? []), tolerance]);
  return remedies;
}

function everyTolerance(): readonly ToleranceName[] {
  return Object.keys(toleranceDeviations).filter((name): name is ToleranceName =>
    Object.hasOwn(toleranceDeviations, name),
  );
}

const missingMember: ToleranceName = "metadata-member-missing";
