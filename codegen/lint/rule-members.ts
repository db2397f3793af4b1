import { dirname, join } from "node:path/posix";
import { objectAt, objectsAt } from "../json.ts";
import { mentionedMembers } from "../mentioned-members.ts";
import type { SchemaFile, SpecSet } from "../model.ts";
import type { SpecProblem } from "../problems.ts";

/** Checks that rules speak about members that a message with the rule has: a misspelt name would make a rule that never or always holds. */
export function lintRuleMembers(specs: SpecSet): readonly SpecProblem[] {
  const known = new Map<string, Set<string>>();
  for (const composition of specs.compositions.values()) {
    const { contributions, members } = readParts(composition, specs);
    for (const path of contributions) {
      const names = known.get(path) ?? new Set();
      for (const name of members) names.add(name);
      known.set(path, names);
    }
  }
  return [...specs.contributions.values()].flatMap((file) =>
    objectsAt(file.schema, "allOf").flatMap((rule, index) =>
      [...new Set(mentionedMembers(rule))]
        .filter((name) => known.get(file.path)?.has(name) === false)
        .map((name) => ({
          file: file.path,
          pointer: `/allOf/${index}`,
          message: `The rule is about ${name}, which is no member of a message with this rule.`,
          remedy: "Correct the name, or define the member.",
        })),
    ),
  );
}

/** The contributions that a composition lists, and every member that the message has, those of messages it extends included. */
function readParts(
  { path, schema }: SchemaFile,
  specs: SpecSet,
): { readonly contributions: readonly string[]; readonly members: readonly string[] } {
  const contributions: string[] = [];
  const members: string[] = [];
  for (const part of objectsAt(schema, "allOf")) {
    const target = join(dirname(path), String(part.$ref));
    const name = target.replace(/\.schema\.json$/, "");
    const base = specs.compositions.get(name.replace(/^messages\//, ""));
    const contribution = specs.contributions.get(name);
    if (target.startsWith("messages/") && base !== undefined) members.push(...readParts(base, specs).members);
    if (contribution === undefined) continue;
    contributions.push(target);
    members.push(...Object.keys(objectAt(contribution.schema, "properties")));
  }
  return { contributions, members };
}
