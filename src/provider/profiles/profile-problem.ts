/** One thing that a profile refuses. */
export interface ProfileProblem {
  /** The option, or the member of a client's metadata. */
  readonly parameter: string;
  /** What the profile demands of it: `must be …`. */
  readonly rule: string;
  /** Where it says so. */
  readonly section: string;
}

/** Gives a problem where a condition is met, as a list of one or none. */
export function found(condition: boolean, { parameter, rule, section }: ProfileProblem): readonly ProfileProblem[] {
  return condition ? [{ parameter, rule, section }] : [];
}
