import { isObject, type JsonObject, stringsAt, textAt } from "../json.ts";
import type { SpecSet } from "../model.ts";
import { pascalCase } from "../names.ts";
import { isList } from "./value-type.ts";

/** A member's schema as json-schema-to-typescript prints it as wanted: `tsType` for messages, lists and open enums. */
export function typeSchema(assertions: JsonObject, openEnum: readonly string[], specs: SpecSet): JsonObject {
  const reference = textAt(assertions, "$ref");
  if (reference !== undefined) return referenceType(reference, openEnum, specs);
  if (isObject(assertions.not)) return { tsType: "never" };
  if (Object.keys(assertions).length === 0) return { tsType: openEnum.length === 0 ? "unknown" : textType(openEnum) };
  if (assertions.type === "string" && !("enum" in assertions) && !("const" in assertions))
    return { tsType: textType(openEnum) };
  if (assertions.type === "array") return { tsType: arrayType(assertions.items, openEnum, specs) };
  if (assertions.type === "object" && !isObject(assertions.properties))
    return { tsType: mapType(assertions.additionalProperties, specs) };
  const { pattern: _pattern, ...rest } = assertions;
  return Object.fromEntries(
    Object.entries(rest).map(([keyword, value]) => [keyword, nestedType(keyword, value, specs)]),
  );
}

/** Names of the messages that a member's type mentions. */
export function referencedMessages(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(referencedMessages);
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, member]) => {
    if (key === "$ref" && typeof member === "string")
      return member.startsWith("messages/") ? [member.slice("messages/".length)] : [];
    return referencedMessages(member);
  });
}

/** `"a" | "b" | (string & {})`: editors offer the well-known values, any text is allowed. */
function textType(openEnum: readonly string[]): string {
  return [...openEnum.map((value) => JSON.stringify(value)), openEnum.length === 0 ? "string" : "(string & {})"].join(
    " | ",
  );
}

function referenceType(reference: string, openEnum: readonly string[], specs: SpecSet): JsonObject {
  if (reference.startsWith("messages/")) return { tsType: pascalCase(reference.slice("messages/".length)) };
  const file = specs.commons.get(reference.slice("common/".length));
  if (file === undefined) return {};
  const { $id: _id, description: _description, "x-expected": _expected, ...scalar } = file.schema;
  if (!isList(file)) return typeSchema(scalar, openEnum, specs);
  const list = openEnum.length === 0 ? "readonly string[]" : `readonly (${textType(openEnum)})[]`;
  return { tsType: Array.isArray(file.schema.type) ? `${textType(openEnum)} | ${list}` : list };
}

function arrayType(items: unknown, openEnum: readonly string[], specs: SpecSet): string {
  if (!isObject(items)) return "readonly unknown[]";
  const own = stringsAt(items, "x-open-enum");
  const { "x-open-enum": _openEnum, ...assertions } = items;
  const element = typeText(typeSchema(assertions, own.length === 0 ? openEnum : own, specs));
  return `readonly ${/[ |]/.test(element) ? `(${element})` : element}[]`;
}

/** An object without named members: a map of whatever its members may be. */
function mapType(members: unknown, specs: SpecSet): string {
  const branches = isObject(members) ? (Array.isArray(members.anyOf) ? members.anyOf : [members]).filter(isObject) : [];
  const types = branches.map((branch) => typeText(typeSchema(branch, [], specs)));
  return `{ readonly [k: string]: ${types.length === 0 ? "unknown" : types.join(" | ")} }`;
}

/** The type of an element or map value in one line. */
export function typeText({ tsType, type, enum: values, const: value }: JsonObject): string {
  if (typeof tsType === "string") return tsType;
  if (value !== undefined) return JSON.stringify(value);
  if (Array.isArray(values)) return values.map((each) => JSON.stringify(each)).join(" | ");
  if (Array.isArray(type)) return type.map((each) => typeText({ type: each })).join(" | ");
  if (type === "object") return "{ readonly [k: string]: unknown }";
  if (type === "integer") return "number";
  return typeof type === "string" ? type : "unknown";
}

function nestedType(keyword: string, value: unknown, specs: SpecSet): unknown {
  const schemaType = (schema: unknown): unknown => (isObject(schema) ? typeSchema(schema, [], specs) : schema);
  if (keyword === "properties" && isObject(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => {
        const description = isObject(member) ? textAt(member, "description") : undefined;
        const type = schemaType(member);
        return [name, isObject(type) && description !== undefined ? { ...type, description } : type];
      }),
    );
  }
  if (keyword === "additionalProperties" || keyword === "items") return schemaType(value);
  if ((keyword === "anyOf" || keyword === "oneOf") && Array.isArray(value)) return value.map(schemaType);
  return value;
}
