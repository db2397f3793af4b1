import type { MessageSchema, ValidatorProblem } from "../../generated/message-schema.ts";
import type { SpecificationReference } from "../errors/auth-error.ts";
import { specification } from "../errors/specification.ts";
import type { ValidationIssue } from "../errors/validation-error.ts";
import { appendPointer } from "./pointer.ts";

/** A validator's problem as users see it: pointer, sentence, section, and the tolerances that would admit it. */
export function describeProblem(
  schema: MessageSchema<unknown>,
  problem: ValidatorProblem,
  tolerances: readonly string[] = [],
): ValidationIssue {
  const { keyword, message } = problem;
  return {
    pointer: pointerOf(problem),
    keyword,
    message,
    specification: reference(problem.spec ?? schema.spec, schema.labels),
    tolerances,
  };
}

/** The pointer of the member that a problem is about, a missing one included. */
export function pointerOf({ instancePath, member }: ValidatorProblem): string {
  return member === undefined ? instancePath : appendPointer(instancePath, member);
}

/** The section in which a message itself defines a member; of `name#tag`, the one that lets `name` carry a language tag. */
export function sectionOf({ members, localized }: MessageSchema<unknown>, member: string): string | undefined {
  if (Object.hasOwn(members, member)) return members[member];
  const [, name = ""] = /^([^#]+)#./.exec(member) ?? [];
  return Object.hasOwn(localized, name) ? localized[name] : undefined;
}

function reference(spec: string, labels: MessageSchema<unknown>["labels"]): SpecificationReference | undefined {
  const space = spec.indexOf(" ");
  return space < 0 ? undefined : specification(spec.slice(0, space), spec.slice(space + 1), labels);
}
