import { dirname, join } from "node:path/posix";
import { mergeMember, readMember, resolveReferences } from "./compose-member.ts";
import { isObject, type JsonObject, objectAt, objectsAt, stringsAt, textAt } from "./json.ts";
import type { FlatMember, FlatMessage, FlatRule, Provenance, SchemaFile, SpecSet } from "./model.ts";
import { referenceName } from "./names.ts";
import { type SpecProblem, throwIfAny } from "./problems.ts";

/**
 * Flattens every composition: members of all its documents joined, open enums merged, `required` joined, provenance kept.
 * @throws SpecError when two documents clash over a member
 */
export function composeMessages(specs: SpecSet): readonly FlatMessage[] {
  const problems: SpecProblem[] = [];
  const messages = [...specs.compositions.values()].map((file) => composeMessage(file, specs, problems));
  throwIfAny(problems);
  return messages;
}

function composeMessage(file: SchemaFile, specs: SpecSet, problems: SpecProblem[]): FlatMessage {
  const { schema } = file;
  const parts = objectsAt(schema, "allOf").map((part) => join(dirname(file.path), String(part.$ref)));
  const bases = parts.filter((path) => path.startsWith("messages/"));
  if (bases.length > 1 || (bases.length === 1 && parts[0] !== bases[0])) {
    problems.push({
      file: file.path,
      pointer: "/allOf",
      message: "A composition extends at most one other, named first.",
      remedy: "Name one message, then the documents.",
    });
  }
  const contributions = parts.flatMap((path) => {
    const found = specs.contributions.get(path.replace(/\.schema\.json$/, ""));
    return found === undefined ? [] : [found];
  });
  const base = bases[0] === undefined ? undefined : referenceName(bases[0]);
  const members = joinMembers(contributions, "properties", problems);
  const required = [...new Set(contributions.flatMap((part) => stringsAt(part.schema, "required")))];
  const known = new Set([...members.map(({ name }) => name), ...baseMembers(base, specs)]);
  for (const name of required.filter((entry) => !known.has(entry))) {
    problems.push({
      file: file.path,
      pointer: "",
      message: `${name} is required but defined nowhere.`,
      remedy: "Add it to properties of its document.",
    });
  }
  return {
    name: file.name,
    title: textAt(schema, "title") ?? "",
    description: textAt(schema, "description") ?? "",
    wire: textAt(schema, "x-wire") ?? "",
    base,
    branches: objectsAt(schema, "oneOf").map((part) => referenceName(String(part.$ref))),
    discriminator: textAt(schema, "x-discriminator"),
    closed: schema.additionalProperties === false,
    tolerances: stringsAt(schema, "x-tolerance"),
    documents: contributions.map(({ schema: part }) => readProvenance(part)),
    members,
    patterns: joinMembers(contributions, "patternProperties", problems),
    required,
    rules: contributions.flatMap(readRules),
    unstable: contributions.some(({ folder }) => folder.startsWith("draft-")),
  };
}

function joinMembers(
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
      joined.set(
        name,
        earlier === undefined ? member : mergeMember(earlier, member, file, `/${map}/${name}`, problems),
      );
    }
  }
  return [...joined.values()];
}

function baseMembers(base: string | undefined, specs: SpecSet): readonly string[] {
  const file = base === undefined ? undefined : specs.compositions.get(base);
  if (file === undefined) return [];
  return objectsAt(file.schema, "allOf").flatMap((part) => {
    const path = join(dirname(file.path), String(part.$ref)).replace(/\.schema\.json$/, "");
    if (path.startsWith("messages/")) return baseMembers(path.slice("messages/".length), specs);
    return Object.keys(objectAt(specs.contributions.get(path)?.schema ?? {}, "properties"));
  });
}

function readRules(file: SchemaFile): readonly FlatRule[] {
  return objectsAt(file.schema, "allOf").map((rule) => {
    const { description, "x-spec": _spec, ...assertions } = rule;
    return {
      description: String(description),
      provenance: readProvenance(rule),
      assertions: resolveReferences(assertions),
    };
  });
}

/** The `x-spec` of a schema. */
export function readProvenance(schema: JsonObject): Provenance {
  const spec = objectAt(schema, "x-spec");
  return {
    document: textAt(spec, "document") ?? "",
    section: textAt(spec, "section") ?? "",
    level: textAt(spec, "level"),
  };
}
