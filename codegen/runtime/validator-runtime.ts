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

/** Adds the problem of a value that is no text or does not match the pattern of a scalar. */
export function reportText(
  problems: Problems,
  instancePath: string,
  value: unknown,
  format: string,
): ValidatorProblem[] {
  return typeof value === "string"
    ? report(problems, instancePath, "format", { format })
    : report(problems, instancePath, "type", { type: "string" });
}

/** Whether an array has an element that passes; a value that is no array counts as passing, as `contains` has it. */
export function hasElement(value: unknown, test: (element: unknown) => boolean): boolean {
  return !Array.isArray(value) || value.some(test);
}

/** How many problems there are: alternatives (`anyOf`, `not`) compare the number before and after a branch. */
export function countProblems(problems: Problems): number {
  return problems === null ? 0 : problems.length;
}
