import { _, type Code, type KeywordCxt, Name } from "ajv";
import { getProperty } from "ajv/dist/compile/codegen/index.js";
import { usePattern } from "ajv/dist/vocabularies/code.js";
import { isObject, type JsonObject, objectAt, objectsAt, stringsAt } from "../json.ts";
import { all, any, type Condition, negate, test, writeCondition } from "./condition.ts";

/**
 * The body of a rule across members as one condition on the message. ajv would write a block of code that collects and drops the
 * problems of every branch; a rule has one problem only, its own.
 */
export function ruleCondition(rule: JsonObject, cxt: KeywordCxt): Condition {
  return holds(rule, { cxt, data: cxt.data, isObject: true });
}

interface Scope {
  readonly cxt: KeywordCxt;
  /** The value that the schema is about. */
  readonly data: Code | Name;
  /** Whether the code around has established that the value is an object. */
  readonly isObject: boolean;
}

function holds(schema: JsonObject, scope: Scope): Condition {
  const { data, cxt } = scope;
  const types = typeof schema.type === "string" ? [schema.type] : stringsAt(schema, "type");
  const object = types.length === 1 && types[0] === "object";
  return all([
    ...(types.length === 0 || (object && scope.isObject) ? [] : [any(types.map((type) => typeTest(type, data)))]),
    ...("const" in schema
      ? [test(_`${data} === ${primitive(schema.const)}`, _`${data} !== ${primitive(schema.const)}`)]
      : []),
    ...("pattern" in schema ? [patternTest(schema, types, scope)] : []),
    ...(isObject(schema.contains) ? [test(elementTest(schema.contains, data, cxt))] : []),
    ...aboutObject(objectTests(schema, scope), scope.isObject || object, data),
    ...branchTests(schema, { ...scope, isObject: scope.isObject || object }),
  ]);
}

function objectTests(schema: JsonObject, { cxt, data }: Scope): readonly Condition[] {
  const required = stringsAt(schema, "required");
  return [
    ...required.map((name) => present(data, name)),
    ...Object.entries(objectAt(schema, "properties")).map(([name, member]) => {
      const condition = holds(isObject(member) ? member : {}, { cxt, data: memberOf(data, name), isObject: false });
      return required.includes(name) ? condition : any([negate(present(data, name)), condition]);
    }),
    ...Object.keys(objectAt(schema, "dependentRequired")).map((name) => {
      const others = stringsAt(objectAt(schema, "dependentRequired"), name).map((other) => present(data, other));
      return any([negate(present(data, name)), all(others)]);
    }),
  ];
}

/** A statement on members says nothing about a value that is no object. */
function aboutObject(conditions: readonly Condition[], isKnown: boolean, data: Code | Name): readonly Condition[] {
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
  const sum = branches
    .map((branch): Code => _`Number(${writeCondition(branch)})`)
    .reduce((left, right) => _`${left} + ${right}`, _`0`);
  return test(_`${sum} === 1`, _`${sum} !== 1`);
}

function patternTest(schema: JsonObject, types: readonly string[], { cxt, data }: Scope): Condition {
  const condition = test(_`${usePattern(cxt, String(schema.pattern))}.test(${data})`);
  return types.length === 1 && types[0] === "string" ? condition : any([negate(typeTest("string", data)), condition]);
}

function elementTest(contains: JsonObject, data: Code | Name, cxt: KeywordCxt): Code {
  const element = cxt.gen.name("element");
  const condition = writeCondition(holds(contains, { cxt, data: element, isObject: false }));
  return _`${new Name("hasElement")}(${data}, (${element}) => ${condition})`;
}

function typeTest(type: string, data: Code | Name): Condition {
  switch (type) {
    case "object":
      return all([
        test(_`typeof ${data} == "object"`, _`typeof ${data} != "object"`),
        test(_`${data} !== null`, _`${data} === null`),
        test(_`!Array.isArray(${data})`, _`Array.isArray(${data})`),
      ]);
    case "array":
      return test(_`Array.isArray(${data})`);
    case "null":
      return test(_`${data} === null`, _`${data} !== null`);
    case "integer":
      return test(_`Number.isInteger(${data})`);
    default:
      return test(_`typeof ${data} == ${type}`, _`typeof ${data} != ${type}`);
  }
}

function primitive(value: unknown): Code {
  return typeof value === "string"
    ? _`${value}`
    : _`${typeof value === "number" || typeof value === "boolean" ? value : null}`;
}

function present(data: Code | Name, name: string): Condition {
  return test(_`${memberOf(data, name)} !== undefined`, _`${memberOf(data, name)} === undefined`);
}

function memberOf(data: Code | Name, name: string): Code {
  return _`${data}${getProperty(name)}`;
}
