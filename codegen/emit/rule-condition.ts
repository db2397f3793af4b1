import { isObject, type JsonObject, objectAt, objectsAt, stringsAt } from "../json.ts";
import { all, any, type Condition, negate, test, writeCondition } from "./condition.ts";
import { printKey } from "./print.ts";

/**
 * The body of a rule across members as one condition on the message `m`. A rule has one problem only, its own, whatever the
 * branches it consists of.
 */
export function ruleCondition(rule: JsonObject): Condition {
  return holds(rule, { data: "m", isObject: true });
}

interface Scope {
  /** The value that the schema is about, as an expression. */
  readonly data: string;
  /** Whether the code around has established that the value is an object. */
  readonly isObject: boolean;
}

function holds(schema: JsonObject, scope: Scope): Condition {
  const { data } = scope;
  const types = typeof schema.type === "string" ? [schema.type] : stringsAt(schema, "type");
  const object = types.length === 1 && types[0] === "object";
  return all([
    ...(types.length === 0 || (object && scope.isObject) ? [] : [any(types.map((type) => typeTest(type, data)))]),
    ...("const" in schema
      ? [test(`${data} === ${JSON.stringify(schema.const)}`, `${data} !== ${JSON.stringify(schema.const)}`)]
      : []),
    ...("pattern" in schema ? [patternTest(schema, types, data)] : []),
    ...(isObject(schema.contains) ? [test(elementTest(schema.contains, data))] : []),
    ...aboutObject(objectTests(schema, data), scope.isObject || object, data),
    ...branchTests(schema, { data, isObject: scope.isObject || object }),
  ]);
}

function objectTests(schema: JsonObject, data: string): readonly Condition[] {
  const required = stringsAt(schema, "required");
  return [
    ...required.map((name) => present(data, name)),
    ...Object.entries(objectAt(schema, "properties")).map(([name, member]) => {
      const condition = holds(isObject(member) ? member : {}, { data: memberOf(data, name), isObject: false });
      return required.includes(name) ? condition : any([negate(present(data, name)), condition]);
    }),
    ...Object.keys(objectAt(schema, "dependentRequired")).map((name) => {
      const others = stringsAt(objectAt(schema, "dependentRequired"), name).map((other) => present(data, other));
      return any([negate(present(data, name)), all(others)]);
    }),
  ];
}

/** A statement on members says nothing about a value that is no object. */
function aboutObject(conditions: readonly Condition[], isKnown: boolean, data: string): readonly Condition[] {
  return conditions.length === 0 || isKnown ? conditions : [any([negate(typeTest("object", data)), all(conditions)])];
}

function branchTests(schema: JsonObject, scope: Scope): readonly Condition[] {
  const branches = (keyword: string): readonly Condition[] =>
    objectsAt(schema, keyword).map((branch) => holds(branch, scope));
  return [
    ...(isObject(schema.not) ? [negate(holds(schema.not, scope))] : []),
    ...("anyOf" in schema ? [any(branches("anyOf"))] : []),
    ...("oneOf" in schema ? [exactlyOne(branches("oneOf"))] : []),
    ...(isObject(schema.if) ? [any([negate(holds(schema.if, scope)), holds(objectAt(schema, "then"), scope)])] : []),
  ];
}

function exactlyOne(branches: readonly Condition[]): Condition {
  const sum = branches.map((branch) => `Number(${writeCondition(branch)})`).join(" + ") || "0";
  return test(`${sum} === 1`, `${sum} !== 1`);
}

function patternTest(schema: JsonObject, types: readonly string[], data: string): Condition {
  const condition = test(`${String(new RegExp(String(schema.pattern), "u"))}.test(${data})`);
  return types.length === 1 && types[0] === "string" ? condition : any([negate(typeTest("string", data)), condition]);
}

function elementTest(contains: JsonObject, data: string): string {
  const element = data.startsWith("element") ? `element${data.length}` : "element";
  return `hasElement(${data}, (${element}) => ${writeCondition(holds(contains, { data: element, isObject: false }))})`;
}

function typeTest(type: string, data: string): Condition {
  switch (type) {
    case "object":
      return test(`isRecord(${data})`);
    case "array":
      return test(`Array.isArray(${data})`);
    case "null":
      return test(`${data} === null`, `${data} !== null`);
    case "integer":
      return test(`Number.isInteger(${data})`);
    default:
      return test(`typeof ${data} === "${type}"`, `typeof ${data} !== "${type}"`);
  }
}

function present(data: string, name: string): Condition {
  return test(`${memberOf(data, name)} !== undefined`, `${memberOf(data, name)} === undefined`);
}

function memberOf(data: string, name: string): string {
  const key = printKey(name);
  return key === name ? `${data}.${name}` : `${data}[${key}]`;
}
