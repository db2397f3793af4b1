import type { SpecSet } from "../model.ts";
import { throwIfAny } from "../problems.ts";
import { lintComposition } from "./compositions.ts";
import { lintExamples } from "./examples.ts";
import { lintKeywords } from "./keywords.ts";
import { lintContribution } from "./members.ts";
import { lintNames } from "./names.ts";
import { lintReferences } from "./references.ts";
import { lintRuleMembers } from "./rule-members.ts";
import { lintRules } from "./rules.ts";
import { lintSections } from "./sections.ts";

/**
 * Checks the spec files against specs/README.md.
 * @throws SpecError with every problem: file, JSON pointer, remedy
 */
export function lintSpecs(specs: SpecSet): void {
  const contributions = [...specs.contributions.values()];
  const compositions = [...specs.compositions.values()];
  throwIfAny([
    ...lintNames(specs),
    ...lintSections(specs),
    ...[...specs.commons.values(), ...contributions, ...compositions].flatMap(lintKeywords),
    ...contributions.flatMap((file) => lintContribution(file, specs)),
    ...contributions.flatMap(lintRules),
    ...lintRuleMembers(specs),
    ...compositions.flatMap((file) => lintComposition(file, specs)),
    ...lintReferences(specs),
    ...lintExamples(specs),
  ]);
}
