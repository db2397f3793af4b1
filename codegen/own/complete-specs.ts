import { isObject, type JsonObject, objectAt, objectsAt, stringsAt } from "../json.ts";
import type { SpecFiles } from "../model.ts";
import { pascalCase } from "../names.ts";

/**
 * Fills in what spec files of a user may leave out, so that a plain JSON Schema of members is enough: `$id` (one of the user's is replaced), titles, descriptions, sections, the
 * description of the document, and the composition. A schema named after a message of this package, `acme/id-token`, becomes a message that extends it,
 * `acme-id-token`; any other becomes a message of its own name, unless a composition of the user names it. Pure.
 * @param own - the user's files
 * @param isMessage - whether this package has a message of a name
 */
export function completeSpecs(own: SpecFiles, isMessage: (name: string) => boolean): SpecFiles {
  const schemas = [...own].flatMap(([path, content]) => placeOf(path, content));
  const contributions = schemas.filter(({ folder }) => folder !== "messages" && folder !== "common");
  const named = new Set(schemas.filter(({ folder }) => folder === "messages").flatMap(namedContributions));
  return new Map([
    ...contributions.map(({ folder }) => describeDocument(folder)),
    ...contributions.filter(({ path }) => !named.has(path)).map((schema) => composeAlone(schema, isMessage)),
    ...own,
    ...schemas
      .filter(({ folder }) => folder === "common")
      .map(({ path, schema }) => [path, { ...schema, $id: path }] as const),
    ...contributions.map((schema) => [schema.path, completeContribution(schema)] as const),
    ...schemas
      .filter(({ folder }) => folder === "messages")
      .map((schema) => [schema.path, completeComposition(schema)] as const),
  ]);
}

interface OwnSchema {
  readonly path: string;
  readonly folder: string;
  readonly name: string;
  readonly schema: JsonObject;
}

function placeOf(path: string, content: unknown): readonly OwnSchema[] {
  const [, folder, name] = /^([^/]+)\/([^/]+)\.schema\.json$/.exec(path) ?? [];
  if (folder === undefined || name === undefined || !isObject(content)) return [];
  return [{ path, folder, name, schema: content }];
}

function namedContributions({ schema }: OwnSchema): readonly string[] {
  return objectsAt(schema, "allOf").map(({ $ref }) => String($ref).replace(/^\.\.\//, ""));
}

function describeDocument(folder: string): readonly [path: string, content: JsonObject] {
  const status = folder.startsWith("draft-") ? "draft" : "standard";
  return [`${folder}/document.json`, { id: folder, label: folder, title: folder, url: `urn:${folder}`, status }];
}

function composeAlone(
  { folder, name, schema }: OwnSchema,
  isMessage: (name: string) => boolean,
): readonly [path: string, content: JsonObject] {
  const extended = isMessage(name);
  const own = extended ? `${folder}-${name}` : name;
  const path = `messages/${own}.schema.json`;
  const content = {
    $id: path,
    title: pascalCase(own),
    description: words(schema, `The message ${own}.`),
    "x-wire": "json",
    ...(schema.additionalProperties === false ? { additionalProperties: false } : {}),
    allOf: [
      ...(extended ? [{ $ref: `../messages/${name}.schema.json` }] : []),
      { $ref: `../${folder}/${name}.schema.json` },
    ],
  };
  return [path, content];
}

function completeContribution({ path, folder, name, schema }: OwnSchema): JsonObject {
  const { $id, $schema, title, description, additionalProperties, ...rest } = schema;
  const spec = { document: folder, section: name };
  const required = stringsAt(schema, "required");
  const completed: Record<string, unknown> = {
    $id: path,
    description: words(schema, `What ${folder} defines for ${name}.`),
    "x-spec": spec,
    type: "object",
    ...rest,
  };
  // Anything else than the two that say the same as nothing, or what the composition says, is for the lint to refuse.
  if (typeof additionalProperties === "object") completed.additionalProperties = additionalProperties;
  for (const map of ["properties", "patternProperties"]) {
    if (!isObject(schema[map])) continue;
    const members = Object.entries(objectAt(schema, map));
    completed[map] = Object.fromEntries(
      members.map(([member, inner]) => [member, completeMember(inner, member, { spec, required })]),
    );
  }
  if (Array.isArray(schema.allOf))
    completed.allOf = schema.allOf.map((rule) => (isObject(rule) ? { "x-spec": spec, ...rule } : rule));
  return completed;
}

function completeMember(
  member: unknown,
  name: string,
  { spec, required }: { readonly spec: JsonObject; readonly required: readonly string[] },
): unknown {
  if (!isObject(member)) return member;
  const { title, description, ...rest } = member;
  const forbidden = isObject(member.not) && Object.keys(member.not).length === 0;
  const level = required.includes(name) ? "required" : forbidden ? "forbidden" : "optional";
  const completed = { description: words(member, `The member \`${name}\`.`), ...rest };
  return { ...completed, "x-spec": { ...spec, level, ...objectAt(member, "x-spec") } };
}

/** What a schema says of itself, as a sentence or as a title. */
function words({ title, description }: JsonObject, otherwise: string): unknown {
  return description ?? (typeof title === "string" ? `${title}.` : otherwise);
}

function completeComposition({ path, name, schema }: OwnSchema): JsonObject {
  const { $id, $schema, ...rest } = schema;
  const title = pascalCase(name);
  return { $id: path, title, description: `The message ${title}.`, "x-wire": "json", ...rest };
}
