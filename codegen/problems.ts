/** One reason why the specs cannot be compiled: where it is, what is wrong, what to do. */
export interface SpecProblem {
  /** File below `specs/`. */
  readonly file: string;
  /** JSON pointer into the file. */
  readonly pointer: string;
  readonly message: string;
  readonly remedy: string;
}

/** Stops the generator; lists every problem found by the step that failed. */
export class SpecError extends Error {
  override readonly name = "SpecError";
  readonly problems: readonly SpecProblem[];

  constructor(problems: readonly SpecProblem[]) {
    super(problems.map(describeProblem).join("\n"));
    this.problems = problems;
  }
}

/** Throws a {@link SpecError} when there is at least one problem. */
export function throwIfAny(problems: readonly SpecProblem[]): void {
  if (problems.length > 0) throw new SpecError(problems);
}

function describeProblem({ file, pointer, message, remedy }: SpecProblem): string {
  return `specs/${file}#${pointer}: ${message} ${remedy}`;
}
