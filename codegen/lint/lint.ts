import { objectsAt, textAt } from "../json.ts";
import type { SchemaFile, SpecSet } from "../model.ts";
import { pascalCase, referenceName } from "../names.ts";
import { type SpecProblem, throwIfAny } from "../problems.ts";
import { lintKeywords } from "./keywords.ts";
import { lintComposition, lintContribution } from "./members.ts";
import { lintReferences } from "./references.ts";

/**
 * Checks the spec files against specs/README.md.
 * @throws SpecError with every problem: file, JSON pointer, remedy
 */
export function lintSpecs(specs: SpecSet): void {
  const files = [...specs.commons.values(), ...specs.contributions.values(), ...specs.compositions.values()];
  throwIfAny([
    ...files.flatMap(lintIdentity),
    ...files.flatMap(lintKeywords),
    ...[...specs.contributions.values()].flatMap((file) => lintContribution(file, specs)),
    ...[...specs.compositions.values()].flatMap((file) => lintComposition(file, specs)),
    ...lintReferences(specs),
    ...lintTitles(specs),
    ...lintUnused(specs),
  ]);
}

function lintIdentity(file: SchemaFile): readonly SpecProblem[] {
  if (file.schema.$id === file.path) return [];
  return [
    { file: file.path, pointer: "/$id", message: "The $id differs from the path.", remedy: `Make it ${file.path}.` },
  ];
}

function lintTitles(specs: SpecSet): readonly SpecProblem[] {
  const seen = new Map<string, string>();
  return [...specs.compositions.values()].flatMap((file): readonly SpecProblem[] => {
    const title = textAt(file.schema, "title") ?? "";
    const other = seen.get(title);
    seen.set(title, file.path);
    const at = { file: file.path, pointer: "/title" };
    if (other !== undefined)
      return [{ ...at, message: `${title} is also the title of specs/${other}.`, remedy: "Message names are unique." }];
    const wanted = pascalCase(file.name);
    return title === wanted
      ? []
      : [{ ...at, message: `The title is ${title}.`, remedy: `Make it ${wanted}, after the file.` }];
  });
}

function lintUnused(specs: SpecSet): readonly SpecProblem[] {
  const used = new Set(
    [...specs.compositions.values()].flatMap(({ schema }) =>
      objectsAt(schema, "allOf").map((part) => String(part.$ref).replace("../", "")),
    ),
  );
  const unusedContributions = [...specs.contributions.values()].filter(({ path }) => !used.has(path));
  const texts = JSON.stringify(
    [...specs.contributions.values(), ...specs.compositions.values(), ...specs.commons.values()].map(
      ({ schema }) => schema,
    ),
  );
  const unusedCommons = [...specs.commons.values()].filter(
    ({ name }) =>
      !texts.includes(`${name}.schema.json"`) ||
      !new RegExp(`"\\$ref":"[^"]*${referenceName(name)}\\.schema\\.json"`).test(texts),
  );
  return [...unusedContributions, ...unusedCommons].map(({ path }) => ({
    file: path,
    pointer: "",
    message: "No message uses this file.",
    remedy: "Refer to it or delete it.",
  }));
}
