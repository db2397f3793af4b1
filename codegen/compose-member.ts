import { annotations } from "./annotations.ts";
import { isObject, type JsonObject, objectAt, pointerToken, stringsAt, textAt } from "./json.ts";
import type { FlatMember, SchemaFile } from "./model.ts";
import { referenceName } from "./names.ts";
import type { SpecProblem } from "./problems.ts";

/**
 * Joins what several documents say about members, in the order of the documents. The first description and type stand; a later
 * document may add a description, well-known values, a default, tolerances, secrecy and deprecation. Clashes are reported.
 */
export function joinMembers(
  contributions: readonly SchemaFile[],
  map: "properties" | "patternProperties",
  problems: SpecProblem[],
): readonly FlatMember[] {
  const joined = new Map<string, FlatMember>();
  for (const file of contributions) {
    for (const [name, schema] of Object.entries(objectAt(file.schema, map))) {
      if (!isObject(schema)) continue;
      const member = readMember(name, schema);
      const earlier = joined.get(name);
      if (earlier === undefined) joined.set(name, member);
      else {
        const at = { file: file.path, pointer: `/${map}/${pointerToken(name)}` };
        problems.push(...findClashes(earlier, member).map((clash) => ({ ...at, ...clash })));
        joined.set(name, mergeMembers(earlier, member));
      }
    }
  }
  return [...joined.values()];
}

function readMember(name: string, schema: JsonObject): FlatMember {
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

function findClashes(
  earlier: FlatMember,
  later: FlatMember,
): readonly { readonly message: string; readonly remedy: string }[] {
  const facts = [
    ["type", write(earlier.assertions), write(later.assertions)],
    ["default", write(earlier.defaultValue), write(later.defaultValue)],
    ["x-encoding", write(earlier.encoding), write(later.encoding)],
  ] as const;
  const documents = `${earlier.provenance[0]?.document ?? ""} and ${later.provenance[0]?.document ?? ""}`;
  return facts
    .filter(([, first, second]) => first !== nothing && second !== nothing && first !== second)
    .map(([fact, first, second]) => ({
      message: `${documents} give ${earlier.name} a different ${fact}: ${first} and ${second}.`,
      remedy: `Make them agree, or leave ${fact === "type" ? "type and $ref" : fact} out of the later document.`,
    }));
}

function mergeMembers(earlier: FlatMember, later: FlatMember): FlatMember {
  const descriptions = [...new Set([earlier.description, later.description])];
  return {
    name: earlier.name,
    description: descriptions.join(" "),
    provenance: [...earlier.provenance, ...later.provenance],
    assertions: Object.keys(earlier.assertions).length > 0 ? earlier.assertions : later.assertions,
    openEnum: [...new Set([...earlier.openEnum, ...later.openEnum])],
    sensitive: earlier.sensitive || later.sensitive,
    deprecated: earlier.deprecated || later.deprecated,
    tolerances: [...new Set([...earlier.tolerances, ...later.tolerances])],
    encoding: earlier.encoding ?? later.encoding,
    defaultValue: earlier.defaultValue === undefined ? later.defaultValue : earlier.defaultValue,
  };
}

/** JSON text in which the order of an object's members does not show. */
function write(value: unknown): string {
  const text = JSON.stringify(value, (_key, inner: unknown) =>
    isObject(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))) : inner,
  );
  return text ?? nothing;
}

const nothing = "{}";

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
  if (keyword === "properties") {
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => [name, isObject(member) ? resolveReferences(member) : member]),
    );
  }
  return keyword === "dependentRequired" ? value : resolveReferences(value);
}
