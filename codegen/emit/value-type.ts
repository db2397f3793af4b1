import { isObject, type JsonObject, objectAt, objectsAt, stringsAt, textAt } from "../json.ts";
import type { SchemaFile, SpecSet } from "../model.ts";
import { camelCase } from "../names.ts";
import { SpecError } from "../problems.ts";
import type { ImportedName } from "./imports.ts";

/** A JavaScript expression for what checks a value, and what it imports: functions of the runtime, scalars and messages. */
export interface ValueType {
  /** Empty when whatever is there will do. */
  readonly code: string;
  readonly imports: readonly ImportedName[];
}

/** Whether a common schema is a list. */
export function isList({ schema }: SchemaFile): boolean {
  return schema.type === "array" || Array.isArray(schema.type);
}

/**
 * Writes what checks a value: a scalar or message by its name, anything else as calls of the functions in `checks.ts`, in the
 * order in which JSON Schema validators go about it, with a mark on each that lets a bundler drop what nobody uses.
 * @param file - spec file, for problems
 * @throws SpecError for a constant or a set that could not be compared by `===`
 */
export function valueType(schema: JsonObject, specs: SpecSet, file: string): ValueType {
  const reference = textAt(schema, "$ref");
  if (reference !== undefined) return referenceTo(reference, specs, file);
  refuseDeepComparison(schema, file);
  const { type, items, minItems, ...rest } = schema;
  if (type === "array" && isObject(items) && Object.keys(rest).every(isAnnotation)) {
    const element = orAnything(valueType(items, specs, file));
    return call("list", minItems === undefined ? [element] : [element, literal(minItems)]);
  }
  const parts = [
    ...typeParts(schema),
    ...limitParts(schema),
    ...branchParts(schema, specs, file),
    ...arrayParts(schema, specs, file),
    ...objectParts(schema, specs, file),
  ];
  return parts.length > 1 ? call("allOf", parts) : (parts[0] ?? { code: "", imports: [] });
}

function referenceTo(reference: string, specs: SpecSet, file: string): ValueType {
  const name = reference.replace(/^(?:messages|common)\/|\.schema\.json$/g, "");
  if (reference.startsWith("messages/")) {
    const schema = `${camelCase(name)}Schema`;
    return { code: schema, imports: [{ module: `./${name}.ts`, name: schema }] };
  }
  const common = specs.commons.get(name);
  if (common === undefined) return { code: "", imports: [] };
  if (valueType(common.schema, specs, file).code === "") return { code: "", imports: [] };
  return { code: camelCase(name), imports: [{ module: "../scalars.ts", name: camelCase(name) }] };
}

function typeParts(schema: JsonObject): readonly ValueType[] {
  const types = typeof schema.type === "string" ? [schema.type] : stringsAt(schema, "type");
  return types.length === 0 ? [] : [call("ofType", types.map(literal))];
}

function limitParts(schema: JsonObject): readonly ValueType[] {
  return limits
    .filter((keyword) => keyword in schema)
    .map((keyword) => {
      if (keyword !== "pattern") return call(keyword, [literal(schema[keyword])]);
      return call(keyword, [{ code: String(new RegExp(textAt(schema, keyword) ?? "", "u")), imports: [] }]);
    });
}

function branchParts(schema: JsonObject, specs: SpecSet, file: string): readonly ValueType[] {
  const branches = (keyword: string): readonly ValueType[] =>
    objectsAt(schema, keyword).map((branch) => orAnything(valueType(branch, specs, file)));
  return [
    ...(Array.isArray(schema.enum) ? [call("oneOfValues", schema.enum.map(literal))] : []),
    ...("const" in schema ? [call("constant", [literal(schema.const)])] : []),
    ...(isObject(schema.not) ? [call("forbidden", [])] : []),
    ...("anyOf" in schema ? [call("anyOf", branches("anyOf"))] : []),
    ...("oneOf" in schema ? [call("oneOf", branches("oneOf"))] : []),
  ];
}

function arrayParts(schema: JsonObject, specs: SpecSet, file: string): readonly ValueType[] {
  const element = isObject(schema.items) ? valueType(schema.items, specs, file) : undefined;
  return [
    ...("minItems" in schema ? [call("minItems", [literal(schema.minItems)])] : []),
    ...(element === undefined || element.code === "" ? [] : [call("items", [element])]),
    ...(schema.uniqueItems === true ? [call("uniqueItems", [literal(objectAt(schema, "items").type)])] : []),
  ];
}

function objectParts(schema: JsonObject, specs: SpecSet, file: string): readonly ValueType[] {
  const required = stringsAt(schema, "required");
  const known = Object.keys(objectAt(schema, "properties"));
  const others = isObject(schema.additionalProperties)
    ? valueType(schema.additionalProperties, specs, file)
    : undefined;
  const members = Object.entries(objectAt(schema, "properties")).flatMap(([name, member]) => {
    const type = valueType(isObject(member) ? member : {}, specs, file);
    return type.code === "" ? [] : [{ code: `${JSON.stringify(name)}: ${type.code}`, imports: type.imports }];
  });
  return [
    ...(required.length === 0 ? [] : [call("required", required.map(literal))]),
    ...(schema.additionalProperties === false ? [call("noOthers", known.map(literal))] : []),
    ...(others === undefined || others.code === "" ? [] : [call("others", [others, ...known.map(literal)])]),
    ...(members.length === 0 ? [] : [call("properties", [join(members, (codes) => `{ ${codes} }`)])]),
  ];
}

function isAnnotation(keyword: string): boolean {
  return keyword.startsWith("x-") || keyword.startsWith("$") || keyword === "description" || keyword === "default";
}

/** A branch of alternatives that whatever is there fits. */
function orAnything(type: ValueType): ValueType {
  return type.code === "" ? call("allOf", []) : type;
}

function call(name: string, parts: readonly ValueType[]): ValueType {
  const { code, imports } = join(parts, (codes) => `/* @__PURE__ */ ${name}(${codes})`);
  return { code, imports: [{ module: "../checks.ts", name }, ...imports] };
}

function join(parts: readonly ValueType[], write: (codes: string) => string): ValueType {
  return { code: write(parts.map(({ code }) => code).join(", ")), imports: parts.flatMap(({ imports }) => imports) };
}

function literal(value: unknown): ValueType {
  return { code: JSON.stringify(value), imports: [] };
}

/** `===` is all that a check has: nothing that would take walking through objects. */
function refuseDeepComparison(schema: JsonObject, file: string): void {
  const values = [schema.const, ...(Array.isArray(schema.enum) ? schema.enum : [])];
  const isSet = schema.uniqueItems !== true || comparable.has(isObject(schema.items) ? schema.items.type : undefined);
  if (isSet && !values.some((value) => typeof value === "object" && value !== null)) return;
  throw new SpecError([
    {
      file,
      pointer: "",
      message: "A constant, an enumeration or a set would have to be compared member by member.",
      remedy:
        "Let const and enum hold text, numbers, true, false or null, and uniqueItems stand beside items of one such type.",
    },
  ]);
}

const limits = ["minimum", "exclusiveMinimum", "maximum", "minLength", "maxLength", "pattern"];
const comparable: ReadonlySet<unknown> = new Set(["string", "number", "integer", "boolean", "null"]);
