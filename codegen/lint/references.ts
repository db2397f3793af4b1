import { dirname, join } from "node:path/posix";
import { isObject, pointerToken } from "../json.ts";
import type { SchemaFile, SpecSet } from "../model.ts";
import type { SpecProblem } from "../problems.ts";

/** A `$ref` found in a schema file. */
interface Reference {
  readonly pointer: string;
  readonly target: string;
}

/** Checks that every `$ref` is relative, resolves to a file of a kind allowed there, and that no chain of references is a cycle. */
export function lintReferences(specs: SpecSet): readonly SpecProblem[] {
  const files = [...specs.commons.values(), ...specs.contributions.values(), ...specs.compositions.values()];
  const byPath = new Map(files.map((file) => [file.path, file]));
  const edges = new Map<string, readonly string[]>();
  const problems: SpecProblem[] = [];
  for (const file of files) {
    const references = findReferences(file.schema, "");
    const targets: string[] = [];
    for (const { pointer, target } of references) {
      const problem = lintTarget(file, pointer, target, byPath);
      if (problem === undefined) targets.push(join(dirname(file.path), target));
      else problems.push(problem);
    }
    edges.set(file.path, targets);
  }
  return [...problems, ...findCycles(edges)];
}

function lintTarget(
  file: SchemaFile,
  pointer: string,
  target: string,
  byPath: ReadonlyMap<string, SchemaFile>,
): SpecProblem | undefined {
  const at = { file: file.path, pointer };
  if (/^[a-z][a-z0-9+.-]*:/i.test(target) || target.startsWith("/") || target.includes("#")) {
    return {
      ...at,
      message: `$ref ${target} is not a relative file path.`,
      remedy: "Write ../folder/name.schema.json.",
    };
  }
  const path = join(dirname(file.path), target);
  const found = byPath.get(path);
  if (found === undefined)
    return {
      ...at,
      message: `$ref ${target} leads to no file (specs/${path}).`,
      remedy: "Correct the path or add the file.",
    };
  if (file.folder !== "messages" && found.folder !== "common" && found.folder !== "messages") {
    return {
      ...at,
      message: `$ref ${target} leads from one document into another.`,
      remedy: "Refer to ../common or ../messages; a composition joins documents.",
    };
  }
  return undefined;
}

function findReferences(value: unknown, pointer: string): readonly Reference[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => findReferences(item, `${pointer}/${index}`));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, member]) => {
    const place = `${pointer}/${pointerToken(key)}`;
    return key === "$ref" && typeof member === "string"
      ? [{ pointer: place, target: member }]
      : findReferences(member, place);
  });
}

function findCycles(edges: ReadonlyMap<string, readonly string[]>): readonly SpecProblem[] {
  const done = new Set<string>();
  const problems: SpecProblem[] = [];
  const walk = (path: string, trail: readonly string[]): void => {
    if (trail.includes(path)) {
      const cycle = [...trail.slice(trail.indexOf(path)), path].join(" → ");
      problems.push({
        file: path,
        pointer: "",
        message: `References form a cycle: ${cycle}.`,
        remedy: "Make the inner member a plain open object.",
      });
      return;
    }
    if (done.has(path)) return;
    for (const next of edges.get(path) ?? []) walk(next, [...trail, path]);
    done.add(path);
  };
  for (const path of edges.keys()) walk(path, []);
  return problems;
}
