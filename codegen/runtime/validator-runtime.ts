import type { ValidatorProblem } from "./message-schema.ts";

/** The problems of one validator call, shared by the validators of nested messages; null while there is none. */
export type Problems = ValidatorProblem[] | null;

// Arguments are positional: a validator has dozens of these calls, and names would be most of its size.

/** Adds a problem. */
export function report(
  problems: Problems,
  instancePath: string,
  keyword: string,
  params: ValidatorProblem["params"],
): ValidatorProblem[] {
  const problem = { instancePath, keyword, params };
  if (problems === null) return [problem];
  problems.push(problem);
  return problems;
}

/** Checks that a value is text and matches the pattern of a scalar. */
export function matchScalar(
  problems: Problems,
  value: unknown,
  instancePath: string,
  pattern: RegExp,
  format: string,
): Problems {
  if (typeof value !== "string") return report(problems, instancePath, "type", { type: "string" });
  return pattern.test(value) ? problems : report(problems, instancePath, "format", { format });
}

/** How many problems there are: alternatives (`anyOf`, `not`) compare the number before and after a branch. */
export function countProblems(problems: Problems): number {
  return problems === null ? 0 : problems.length;
}
