import { dirname, join } from "node:path/posix";
import { isObject, pointerToken } from "../json.ts";
import type { SchemaFile, SpecSet } from "../model.ts";
import type { SpecProblem } from "../problems.ts";

/**
 * Checks that every `$ref` is relative and resolves to a file of a kind allowed there, that no chain of references is a cycle,
 * and that every common file and contribution is used.
 */
export function lintReferences(specs: SpecSet): readonly SpecProblem[] {
  const files = [...specs.commons.values(), ...specs.contributions.values(), ...specs.compositions.values()];
  const byPath = new Map(files.map((file) => [file.path, file]));
  const edges = new Map<string, readonly string[]>();
  const problems: SpecProblem[] = [];
  for (const file of files) {
    const targets: string[] = [];
    for (const { pointer, target } of findReferences(file.schema, "")) {
      const problem = lintTarget(file, pointer, target, byPath);
      if (problem === undefined) targets.push(join(dirname(file.path), target));
      else problems.push(problem);
    }
    edges.set(file.path, targets);
  }
  return [...problems, ...lintApi(specs), ...findCycles(edges), ...findUnused(files, edges)];
}

/** A `$ref` found in a file. */
interface Reference {
  readonly pointer: string;
  readonly target: string;
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

function lintTarget(
  file: SchemaFile,
  pointer: string,
  target: string,
  byPath: ReadonlyMap<string, SchemaFile>,
): SpecProblem | undefined {
  const at = { file: file.path, pointer };
  if (!isRelative(target)) {
    const message = `$ref ${target} is not a relative file path.`;
    return { ...at, message, remedy: "Write ../folder/name.schema.json." };
  }
  const path = join(dirname(file.path), target);
  const found = byPath.get(path);
  if (found === undefined) {
    const message = `$ref ${target} leads to no file (specs/${path}).`;
    return { ...at, message, remedy: "Correct the path or add the file." };
  }
  if (file.folder === "messages") return lintPart(found, target, at);
  if (found.folder === "common") return undefined;
  if (found.folder !== "messages") {
    const message = `$ref ${target} leads from one document into another.`;
    return { ...at, message, remedy: "Refer to ../common or ../messages; a composition joins documents." };
  }
  if (file.folder === "common") {
    const message = `$ref ${target} leads from a scalar to a message.`;
    return { ...at, message, remedy: "A common file refers to other common files only." };
  }
  if (!("oneOf" in found.schema)) return undefined;
  const message = `$ref ${target} leads to a union, which has no validator.`;
  return { ...at, message, remedy: "Refer to one of its messages, or make the member a plain object." };
}

/** A line of a composition names a document's contribution or another message. */
function lintPart(
  found: SchemaFile,
  target: string,
  at: { readonly file: string; readonly pointer: string },
): SpecProblem | undefined {
  if (found.folder === "common") {
    const message = `$ref ${target} composes a scalar.`;
    return { ...at, message, remedy: "A message is composed of contributions." };
  }
  if (found.folder !== "messages" || !("oneOf" in found.schema)) return undefined;
  const message = `$ref ${target} composes a union.`;
  return { ...at, message, remedy: "Compose the messages that the union lists." };
}

function isRelative(target: string): boolean {
  return !target.includes(":") && !target.startsWith("/") && !target.includes("#") && target.endsWith(".schema.json");
}

/** An OpenAPI document refers to messages, and to components of its own by `#/…`. */
function lintApi(specs: SpecSet): readonly SpecProblem[] {
  return [...specs.openapi].flatMap(([name, document]) =>
    findReferences(document, "").flatMap(({ pointer, target }): readonly SpecProblem[] => {
      const path = join("openapi", target);
      const message = path.replace(/^messages\/|\.schema\.json$/g, "");
      if (target.startsWith("#/") || (path.startsWith("messages/") && specs.compositions.has(message))) return [];
      return [
        {
          file: `openapi/${name}`,
          pointer,
          message: `$ref ${target} leads to no message (specs/${path}).`,
          remedy: "Refer to ../messages/name.schema.json.",
        },
      ];
    }),
  );
}

function findCycles(edges: ReadonlyMap<string, readonly string[]>): readonly SpecProblem[] {
  const done = new Set<string>();
  const problems: SpecProblem[] = [];
  const walk = (path: string, trail: readonly string[]): void => {
    if (trail.includes(path)) {
      const cycle = [...trail.slice(trail.indexOf(path)), path].join(" → ");
      const message = `References form a cycle: ${cycle}.`;
      problems.push({ file: path, pointer: "", message, remedy: "Make the inner member a plain open object." });
      return;
    }
    if (done.has(path)) return;
    for (const next of edges.get(path) ?? []) walk(next, [...trail, path]);
    done.add(path);
  };
  for (const path of edges.keys()) walk(path, []);
  return problems;
}

/** A contribution that no composition names, or a scalar that nothing refers to. */
function findUnused(
  files: readonly SchemaFile[],
  edges: ReadonlyMap<string, readonly string[]>,
): readonly SpecProblem[] {
  const used = new Set([...edges.values()].flat());
  return files
    .filter(({ path, folder }) => folder !== "messages" && !used.has(path))
    .map(({ path, folder, name }) => ({
      file: path,
      pointer: "",
      message: "No message uses this file.",
      remedy:
        folder === "common"
          ? `Refer to it (../common/${name}.schema.json) or delete it.`
          : `Name it in allOf of specs/messages/${name}.schema.json, or delete it.`,
    }));
}
