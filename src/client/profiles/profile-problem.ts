import type { DocumentLabel } from "../../../generated/message-schema.ts";
import { ConfigurationError } from "../../errors/families.ts";
import { specification } from "../../errors/specification.ts";

/** One thing that a profile refuses. */
export interface ProfileProblem {
  /** The option, or the member of the metadata. */
  readonly parameter: string;
  /** What the profile demands of it: `must be …`. */
  readonly rule: string;
  readonly document: string;
  readonly section: string;
}

/** The specification that a rule stands in, and how it is cited. */
export interface ProfileDocument {
  readonly label: DocumentLabel;
  /** Labels of the other specifications that its problems cite. */
  readonly others?: readonly DocumentLabel[] | undefined;
}

/** Gives a problem where a condition is met, as a list of one or none. */
export type ProblemFinder = (
  condition: boolean,
  ...problem: readonly [parameter: string, rule: string, section: string]
) => readonly ProfileProblem[];

/** What a document is called. A call, because bundlers keep an object that reads a member when it is made. */
export function nameOf([, name]: DocumentLabel): string {
  return name;
}

/** Creates the {@link ProblemFinder} of a document. */
export function createProblemFinder(document: string): ProblemFinder {
  return (condition, parameter, rule, section) => (condition ? [{ parameter, rule, document, section }] : []);
}

/**
 * Refuses with every problem at once, a line each; does nothing where there is none.
 * @param subject - what has the problems: `The options of the client`
 * @throws ConfigurationError `ERR_CONFIGURATION_PROFILE` naming the first parameter and its section
 */
export function refuseProblems(subject: string, problems: readonly ProfileProblem[], profile: ProfileDocument): void {
  const [first] = problems;
  if (first === undefined) return;
  const labels = [profile.label, ...(profile.others ?? [])];
  const cite = ({ document, section }: ProfileProblem): ReturnType<typeof specification> =>
    specification(document, section, labels);
  const lines = problems.map((problem) => `\n${problem.parameter} ${problem.rule} (${cite(problem).label})`);
  throw new ConfigurationError("ERR_CONFIGURATION_PROFILE", {
    message: `${subject} do not meet ${profile.label[1]}.${lines.join("")}`,
    parameter: first.parameter,
    specification: cite(first),
  });
}
