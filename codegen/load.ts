import { isObject, type JsonObject, objectAt, objectsAt, stringsAt, textAt } from "./json.ts";
import type { SchemaFile, SpecDocument, SpecFiles, SpecSet, Tolerance } from "./model.ts";
import { type SpecProblem, throwIfAny } from "./problems.ts";

/**
 * Sorts the spec files into documents, common scalars, contributions, compositions, examples, OpenAPI documents and registries.
 * @throws SpecError when a file is not an object or array of the expected form, or lies where none is expected
 */
export function loadSpecs(files: SpecFiles): SpecSet {
  const problems: SpecProblem[] = [];
  const parts = createParts();
  for (const [path, content] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (path === "registries/not-planned.json") {
      readNotPlanned(content, parts.notPlanned);
      continue;
    }
    const found = place(path, content, parts);
    if (found === undefined) {
      problems.push({
        file: path,
        pointer: "",
        message: "This file has no place in specs/.",
        remedy: "See specs/README.md for the layout, or correct its JSON.",
      });
    } else problems.push(...found);
  }
  throwIfAny(problems);
  return parts;
}

interface Parts extends SpecSet {
  readonly documents: Map<string, SpecDocument>;
  readonly commons: Map<string, SchemaFile>;
  readonly contributions: Map<string, SchemaFile>;
  readonly compositions: Map<string, SchemaFile>;
  readonly openapi: Map<string, JsonObject>;
  readonly registries: Map<string, readonly JsonObject[]>;
  readonly notPlanned: Map<string, ReadonlyMap<string, string>>;
  readonly examples: Map<string, unknown>;
  readonly tolerances: Tolerance[];
}

function createParts(): Parts {
  return {
    documents: new Map(),
    commons: new Map(),
    contributions: new Map(),
    compositions: new Map(),
    openapi: new Map(),
    registries: new Map(),
    notPlanned: new Map(),
    examples: new Map(),
    tolerances: [],
  };
}

/** Puts a file where it belongs and returns its problems; undefined when it belongs nowhere. */
function place(path: string, content: unknown, parts: Parts): readonly SpecProblem[] | undefined {
  const [folder = "", ...rest] = path.split("/");
  const file = rest.join("/");
  if (path === "tolerances.json") return readTolerances(path, content, parts);
  if (/^examples\/[^/]+\.json$/.test(file)) {
    parts.examples.set(path, content);
    return [];
  }
  if (rest.length !== 1) return undefined;
  if (folder === "registries") return readRegistry(path, content, parts);
  if (!isObject(content)) return undefined;
  if (folder === "openapi") parts.openapi.set(file, content);
  else if (file === "document.json") return readDocument(folder, content, parts);
  else if (file.endsWith(".schema.json")) {
    const name = file.replace(/\.schema\.json$/, "");
    const schemaFile = { path, folder, name, schema: content };
    if (folder === "common") parts.commons.set(name, schemaFile);
    else if (folder === "messages") parts.compositions.set(name, schemaFile);
    else parts.contributions.set(`${folder}/${name}`, schemaFile);
  } else return undefined;
  return [];
}

function readTolerances(file: string, content: unknown, parts: Parts): readonly SpecProblem[] {
  const entries: readonly unknown[] = Array.isArray(content) ? content : [undefined];
  parts.tolerances.push(...entries.filter(isTolerance));
  return entries.flatMap((entry, index) => {
    if (isTolerance(entry)) return [];
    const message = "A tolerance needs name, scope, deviation and description.";
    return [{ file, pointer: `/${index}`, message, remedy: "Add them as text; scope is member, message or rule." }];
  });
}

/** Reasons by registry and name. Whether each has one is held by a test of the registries. */
function readNotPlanned(content: unknown, into: Parts["notPlanned"]): void {
  if (!isObject(content)) return;
  for (const file of Object.keys(content)) {
    const reasons = objectsAt(content, file).flatMap((group) =>
      stringsAt(group, "names").map((name) => [name, textAt(group, "reason") ?? ""] as const),
    );
    into.set(file.replace(/\.json$/, ""), new Map(reasons));
  }
}

function readRegistry(file: string, content: unknown, parts: Parts): readonly SpecProblem[] | undefined {
  if (!Array.isArray(content)) return undefined;
  parts.registries.set(file.replace(/^registries\/|\.json$/g, ""), content.filter(isObject));
  return content.flatMap((row, index) =>
    isObject(row) && textAt(row, "name") !== undefined
      ? []
      : [{ file, pointer: `/${index}`, message: "A registry entry needs name.", remedy: "Add it as text." }],
  );
}

function readDocument(folder: string, content: JsonObject, parts: Parts): readonly SpecProblem[] {
  const file = `${folder}/document.json`;
  const text = (key: string): string => textAt(content, key) ?? "";
  const status = text("status");
  const problems: SpecProblem[] = ["id", "label", "title", "url", "status"]
    .filter((key) => text(key) === "")
    .map((key) => ({ file, pointer: `/${key}`, message: `A document needs ${key}.`, remedy: "Add it as text." }));
  if (text("id") !== "" && text("id") !== folder) {
    const message = "The id differs from the folder.";
    problems.push({ file, pointer: "/id", message, remedy: `Make it ${folder}.` });
  }
  if (status !== "" && (!isStatus(status) || (status === "draft") !== folder.startsWith("draft-"))) {
    const message = `The status ${status} does not fit.`;
    const remedy = "Use standard, registry, or draft for a draft-* folder.";
    problems.push({ file, pointer: "/status", message, remedy });
  }
  parts.documents.set(folder, {
    id: folder,
    label: text("label"),
    title: text("title"),
    url: text("url"),
    sectionUrl: textAt(content, "sectionUrl"),
    status: isStatus(status) ? status : "standard",
    sections: objectAt(content, "sections"),
  });
  return problems;
}

function isStatus(value: string): value is SpecDocument["status"] {
  return value === "standard" || value === "draft" || value === "registry";
}

function isTolerance(value: unknown): value is Tolerance {
  return (
    isObject(value) &&
    typeof value.name === "string" &&
    (value.scope === "member" || value.scope === "message" || value.scope === "rule") &&
    typeof value.deviation === "string" &&
    typeof value.description === "string"
  );
}
