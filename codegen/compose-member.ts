import { isObject, type JsonObject, objectAt, stringsAt, textAt } from "./json.ts";
import type { FlatMember, SchemaFile } from "./model.ts";
import { referenceName } from "./names.ts";
import type { SpecProblem } from "./problems.ts";

/** Reads one member of a contribution. */
export function readMember(name: string, schema: JsonObject): FlatMember {
  const spec = objectAt(schema, "x-spec");
  const assertions = Object.fromEntries(Object.entries(schema).filter(([keyword]) => !annotations.has(keyword)));
  return {
    name,
    description: textAt(schema, "description") ?? "",
    provenance: [
      {
        document: textAt(spec, "document") ?? "",
        section: textAt(spec, "section") ?? "",
        level: textAt(spec, "level"),
      },
    ],
    assertions: resolveReferences(assertions),
    openEnum: stringsAt(schema, "x-open-enum"),
    sensitive: schema["x-sensitive"] === true,
    deprecated: schema.deprecated === true,
    tolerances: stringsAt(schema, "x-tolerance"),
    encoding: textAt(schema, "x-encoding"),
    defaultValue: schema.default,
  };
}

/** Joins what a later document says about a member with what an earlier one defined; a clash is reported. */
export function mergeMember(
  earlier: FlatMember,
  later: FlatMember,
  file: SchemaFile,
  pointer: string,
  problems: SpecProblem[],
): FlatMember {
  const laterAsserts = Object.keys(later.assertions).length > 0;
  const earlierAsserts = Object.keys(earlier.assertions).length > 0;
  if (laterAsserts && earlierAsserts && JSON.stringify(earlier.assertions) !== JSON.stringify(later.assertions)) {
    const first = earlier.provenance[0]?.document ?? "";
    problems.push({
      file: file.path,
      pointer,
      message: `${file.folder} and ${first} define ${earlier.name} differently (${JSON.stringify(later.assertions)} against ${JSON.stringify(earlier.assertions)}).`,
      remedy: "Make them agree, or leave type and $ref out of the later document.",
    });
  }
  return {
    name: earlier.name,
    description:
      earlier.description === later.description ? earlier.description : `${earlier.description} ${later.description}`,
    provenance: [...earlier.provenance, ...later.provenance],
    assertions: earlierAsserts ? earlier.assertions : later.assertions,
    openEnum: [...new Set([...earlier.openEnum, ...later.openEnum])],
    sensitive: earlier.sensitive || later.sensitive,
    deprecated: earlier.deprecated || later.deprecated,
    tolerances: [...new Set([...earlier.tolerances, ...later.tolerances])],
    encoding: earlier.encoding ?? later.encoding,
    defaultValue: earlier.defaultValue ?? later.defaultValue,
  };
}

/** Rewrites `../common/x.schema.json` to `common/x` and `../messages/y.schema.json` to `messages/y`, at any depth; drops annotations. */
export function resolveReferences(schema: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([keyword]) => !keyword.startsWith("x-") || keyword === "x-open-enum")
      .map(([keyword, value]) => [keyword, resolveValue(keyword, value)]),
  );
}

function resolveValue(keyword: string, value: unknown): unknown {
  if (keyword === "$ref" && typeof value === "string") {
    return `${value.includes("messages/") ? "messages" : "common"}/${referenceName(value)}`;
  }
  if (Array.isArray(value)) return value.map((item: unknown) => (isObject(item) ? resolveReferences(item) : item));
  if (!isObject(value)) return value;
  if (keyword === "properties" || keyword === "patternProperties") {
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => [name, isObject(member) ? resolveReferences(member) : member]),
    );
  }
  return keyword === "dependentRequired" || keyword === "const" ? value : resolveReferences(value);
}

const annotations = new Set([
  "description",
  "title",
  "default",
  "deprecated",
  "x-spec",
  "x-sensitive",
  "x-tolerance",
  "x-open-enum",
  "x-encoding",
]);
