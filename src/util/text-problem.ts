import type { SpecificationReference } from "../errors/auth-error.ts";

/** Why a text must not be used for what it is meant for. */
export interface TextProblem {
  /** What is wrong, without the text itself: `must not have a fragment`. */
  readonly message: string;
  /** The rule. */
  readonly specification: SpecificationReference;
}
