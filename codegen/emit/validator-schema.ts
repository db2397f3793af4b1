import { isObject, type JsonObject } from "../json.ts";
import type { FlatMember, FlatMessage, SchemaFile, SpecSet } from "../model.ts";
import { pascalCase } from "../names.ts";
import { isScalar } from "./scalars.ts";

/** Whether a common schema is a list: emitted as a validator that others call. */
export function isList({ schema }: SchemaFile): boolean {
  return schema.type === "array" || Array.isArray(schema.type);
}

/** The schema of a message as ajv compiles it: references, rules and localized members under keywords of our own. */
export function messageValidatorSchema(message: FlatMessage, specs: SpecSet): JsonObject {
  return {
    title: message.title,
    type: "object",
    ...(message.base === undefined ? {} : { allOf: [{ "x-validator": message.base }] }),
    ...(message.required.length === 0 ? {} : { required: [...message.required] }),
    ...(message.members.length === 0 ? {} : { properties: memberSchemas(message.members, specs) }),
    ...(message.patterns.length === 0 ? {} : { "x-localized": memberSchemas(message.patterns, specs) }),
    ...(message.rules.length === 0 ? {} : { "x-rules": message.rules.map(({ assertions }) => assertions) }),
  };
}

/** The schema of a common list as ajv compiles it. */
export function listValidatorSchema(file: SchemaFile, specs: SpecSet): JsonObject {
  return { title: pascalCase(file.name), ...toAjv(inCommon(file.schema), specs) };
}

function memberSchemas(members: readonly FlatMember[], specs: SpecSet): JsonObject {
  return Object.fromEntries(members.map((member) => [member.name, toAjv(member.assertions, specs)]));
}

/** References become shared regular expressions (`x-scalar`) or calls (`x-validator`); annotations go. */
function toAjv(schema: JsonObject, specs: SpecSet): JsonObject {
  const reference = schema.$ref;
  if (typeof reference === "string") return referenceToAjv(reference, specs);
  if (isObject(schema.not) && Object.keys(schema.not).length === 0) return { "x-forbidden": true };
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([keyword]) => !dropped.has(keyword) && !keyword.startsWith("x-"))
      .map(([keyword, value]) => [keyword, valueToAjv(keyword, value, specs)]),
  );
}

function valueToAjv(keyword: string, value: unknown, specs: SpecSet): unknown {
  if (literal.has(keyword)) return value;
  if (Array.isArray(value)) return value.map((item: unknown) => (isObject(item) ? toAjv(item, specs) : item));
  if (!isObject(value)) return value;
  if (keyword !== "properties" && keyword !== "patternProperties") return toAjv(value, specs);
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, isObject(member) ? toAjv(member, specs) : member]),
  );
}

function referenceToAjv(reference: string, specs: SpecSet): JsonObject {
  if (reference.startsWith("messages/")) return { "x-validator": reference.slice("messages/".length) };
  const name = reference.slice("common/".length);
  const file = specs.commons.get(name);
  if (file === undefined) return {};
  if (isScalar(file)) return { "x-scalar": name };
  if (isList(file)) return { "x-validator": reference };
  return toAjv(file.schema, specs);
}

/** Relative references inside specs/common, in the form that composed messages use. */
function inCommon(schema: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(schema).map(([keyword, value]) => {
      if (keyword === "$ref" && typeof value === "string")
        return [keyword, `common/${value.replace(/\.schema\.json$/, "")}`];
      return [keyword, isObject(value) ? inCommon(value) : value];
    }),
  );
}

const dropped = new Set(["$id", "description", "title", "default", "deprecated"]);
const literal = new Set(["const", "enum", "dependentRequired", "type", "required"]);
