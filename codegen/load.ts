import { isObject, type JsonObject, objectAt, textAt } from "./json.ts";
import type { SchemaFile, SpecDocument, SpecFiles, SpecSet, Tolerance } from "./model.ts";
import { type SpecProblem, throwIfAny } from "./problems.ts";

/**
 * Sorts the spec files into documents, common scalars, contributions, compositions, OpenAPI documents and registries.
 * @throws SpecError when a file is not an object or array of the expected form, or lies where none is expected
 */
export function loadSpecs(files: SpecFiles): SpecSet {
  const problems: SpecProblem[] = [];
  const documents = new Map<string, SpecDocument>();
  const commons = new Map<string, SchemaFile>();
  const contributions = new Map<string, SchemaFile>();
  const compositions = new Map<string, SchemaFile>();
  const openapi = new Map<string, JsonObject>();
  const registries = new Map<string, readonly JsonObject[]>();
  let tolerances: readonly Tolerance[] = [];

  for (const [path, content] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const [folder = "", ...rest] = path.split("/");
    const file = rest.join("/");
    if (file.startsWith("examples/") || path === "registries/not-planned.json") continue;
    if (path === "tolerances.json" && Array.isArray(content)) tolerances = content.filter(isTolerance);
    else if (folder === "registries" && Array.isArray(content))
      registries.set(file.replace(/\.json$/, ""), content.filter(isObject));
    else if (folder === "openapi" && isObject(content)) openapi.set(file, content);
    else if (file === "document.json" && isObject(content))
      documents.set(folder, readDocument(folder, path, content, problems));
    else if (file.endsWith(".schema.json") && isObject(content)) {
      const schemaFile = { path, folder, name: file.replace(/\.schema\.json$/, ""), schema: content };
      if (folder === "common") commons.set(schemaFile.name, schemaFile);
      else if (folder === "messages") compositions.set(schemaFile.name, schemaFile);
      else contributions.set(`${folder}/${schemaFile.name}`, schemaFile);
    } else {
      problems.push({
        file: path,
        pointer: "",
        message: "This file has no place in specs/.",
        remedy: "See specs/README.md for the layout, or correct its JSON.",
      });
    }
  }
  throwIfAny(problems);
  return { documents, commons, contributions, compositions, openapi, registries, tolerances };
}

function readDocument(folder: string, path: string, content: JsonObject, problems: SpecProblem[]): SpecDocument {
  const needed = (key: string): string => {
    const value = textAt(content, key);
    if (value === undefined || value === "") {
      problems.push({ file: path, pointer: `/${key}`, message: `A document needs ${key}.`, remedy: "Add it as text." });
    }
    return value ?? "";
  };
  const status = needed("status");
  if (needed("id") !== folder) {
    problems.push({
      file: path,
      pointer: "/id",
      message: "The id differs from the folder.",
      remedy: `Make it ${folder}.`,
    });
  }
  if (!isStatus(status) || (status === "draft") !== folder.startsWith("draft-")) {
    problems.push({
      file: path,
      pointer: "/status",
      message: `The status ${status} does not fit.`,
      remedy: "Use standard, registry, or draft for a draft-* folder.",
    });
  }
  return {
    id: folder,
    label: needed("label"),
    title: needed("title"),
    url: needed("url"),
    sectionUrl: textAt(content, "sectionUrl"),
    status: isStatus(status) ? status : "standard",
    sections: objectAt(content, "sections"),
  };
}

function isStatus(value: string): value is SpecDocument["status"] {
  return value === "standard" || value === "draft" || value === "registry";
}

function isTolerance(value: unknown): value is Tolerance {
  return (
    isObject(value) &&
    typeof value.name === "string" &&
    (value.scope === "member" || value.scope === "message") &&
    typeof value.deviation === "string" &&
    typeof value.description === "string"
  );
}
