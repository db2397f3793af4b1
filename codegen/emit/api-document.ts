import { isObject, type JsonObject, objectAt, textAt } from "../json.ts";
import type { FlatMember, FlatMessage, GeneratedFile, SpecSet } from "../model.ts";
import { pascalCase, referenceName } from "../names.ts";
import { header } from "./header.ts";

/** Emits the OpenAPI document of the authorization server with every schema that it refers to inside it: what a provider publishes about itself begins with that. */
export function emitApiDocument(messages: readonly FlatMessage[], specs: SpecSet): readonly GeneratedFile[] {
  const document = specs.openapi.get(source);
  if (document === undefined) return [];
  const scope = { messages: new Map(messages.map((message) => [message.name, message])), specs };
  const schemas = new Map<string, JsonObject>();
  const body = resolve(document, scope, schemas);
  const components = { ...objectAt(body, "components"), schemas: sorted(schemas) };
  const text = JSON.stringify({ ...body, components }, undefined, 2);
  const comment =
    "/** The API document of the authorization server, with placeholders for paths; `x-metadata` names the member that holds the URL. */";
  const path = "openapi/authorization-server-document.ts";
  const declaration = `export const authorizationServerDocument: Readonly<Record<string, unknown>> = ${text};`;
  return [{ path, text: `${header(`specs/openapi/${source}`)}\n${comment}\n${declaration}\n` }];
}

interface Scope {
  readonly messages: ReadonlyMap<string, FlatMessage>;
  readonly specs: SpecSet;
}

type Schemas = Map<string, JsonObject>;

/** Copies an object with references into the components, and collects what they refer to. */
function resolve(value: JsonObject, scope: Scope, schemas: Schemas): JsonObject {
  const visit = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(visit);
    if (!isObject(node)) return node;
    const reference = textAt(node, "$ref");
    const entries = Object.entries(node).filter(([key]) => !ownKeywords.has(key));
    const copy = Object.fromEntries(entries.map(([key, member]) => [key, visit(member)]));
    if (reference === undefined || reference.startsWith("#/")) return copy;
    return { ...copy, $ref: `#/components/schemas/${addSchema(referenceName(reference), scope, schemas)}` };
  };
  const copied = visit(value);
  return isObject(copied) ? copied : {};
}

/** A message goes by its own name; a scalar has no message's. */
function addSchema(name: string, scope: Scope, schemas: Schemas): string {
  const message = scope.messages.get(name);
  const title = pascalCase(name);
  if (schemas.has(title)) return title;
  schemas.set(title, {});
  const common = scope.specs.commons.get(name)?.schema;
  if (message !== undefined) schemas.set(title, describeMessage(message, scope, schemas));
  else if (common !== undefined) schemas.set(title, resolve(common, scope, schemas));
  else throw new Error(`specs/openapi/${source} needs ${name}, which is no message and no scalar.`);
  return title;
}

function describeMessage(message: FlatMessage, scope: Scope, schemas: Schemas): JsonObject {
  const { title, description, branches, base, members, required, closed, rules } = message;
  const refer = (name: string): JsonObject => ({
    $ref: `#/components/schemas/${addSchema(name, scope, schemas)}`,
  });
  if (branches.length > 0) return { title, description, anyOf: branches.map(refer) };
  const entries = members.map((member) => [member.name, describeMember(member, scope, schemas)]);
  return {
    title,
    description: [description, ...rules.map((rule) => rule.description)].join(" "),
    type: "object",
    ...(base === undefined ? {} : { allOf: [refer(base)] }),
    properties: Object.fromEntries(entries),
    ...(required.length === 0 ? {} : { required: [...required] }),
    ...(closed ? { unevaluatedProperties: false } : {}),
  };
}

function describeMember(member: FlatMember, scope: Scope, schemas: Schemas): JsonObject {
  const { description, assertions, deprecated, openEnum } = member;
  return {
    description,
    ...(deprecated ? { deprecated } : {}),
    ...(openEnum.length === 0 ? {} : { examples: [...openEnum] }),
    ...resolve(assertions, scope, schemas),
  };
}

function sorted(schemas: Schemas): JsonObject {
  return Object.fromEntries([...schemas].toSorted(([one], [other]) => (one < other ? -1 : 1)));
}

const source = "authorization-server.openapi.json";
const ownKeywords: ReadonlySet<string> = new Set([
  "$id",
  "$schema",
  "x-expected",
  "x-spec",
  "x-sensitive",
  "x-tolerance",
  "x-open-enum",
]);
