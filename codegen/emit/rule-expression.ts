import { _, type Code, type KeywordCxt, Name, nil } from "ajv";
import { and, getProperty, not, or } from "ajv/dist/compile/codegen/index.js";
import { usePattern } from "ajv/dist/vocabularies/code.js";
import { isObject, type JsonObject, objectAt, objectsAt, stringsAt } from "../json.ts";

/**
 * The body of a rule across members as one JavaScript expression, true when the rule holds. ajv would write a block of code
 * that collects and drops the problems of every branch; a rule has one problem only, its own.
 */
export function ruleExpression(rule: JsonObject, data: Name | Code, cxt: KeywordCxt): Code {
  return holds(rule, data, { cxt, isObject: true });
}

interface Scope {
  readonly cxt: KeywordCxt;
  /** Whether the code around the expression has established that the value is an object. */
  readonly isObject: boolean;
}

function holds(schema: JsonObject, data: Code | Name, scope: Scope): Code {
  const types = typeof schema.type === "string" ? [schema.type] : stringsAt(schema, "type");
  const inner = { cxt: scope.cxt, isObject: scope.isObject || (types.length === 1 && types[0] === "object") };
  const known = inner.isObject ? nil : typeTest("object", data);
  const parts = [
    ...(types.length === 0 || (scope.isObject && types.includes("object")) ? [] : [typeTests(types, data)]),
    ...("const" in schema ? [_`${data} === ${primitive(schema.const)}`] : []),
    ...("pattern" in schema ? [textTest(schema, types, data, scope)] : []),
    ...(isObject(schema.contains) ? [elementTest(schema.contains, types, data, scope)] : []),
    ...whenObject(known, objectTests(schema, data, inner)),
    ...branchTests(schema, data, inner),
  ];
  return parts.length === 0 ? _`true` : and(...parts);
}

function objectTests(schema: JsonObject, data: Code | Name, scope: Scope): readonly Code[] {
  const required = stringsAt(schema, "required");
  return [
    ...required.map((name) => present(data, name)),
    ...Object.entries(objectAt(schema, "properties")).map(([name, member]) => {
      const test = holds(isObject(member) ? member : {}, memberOf(data, name), { ...scope, isObject: false });
      return required.includes(name) ? test : or(absent(data, name), test);
    }),
    ...Object.entries(objectAt(schema, "dependentRequired")).map(([name, others]) =>
      or(absent(data, name), and(...(Array.isArray(others) ? others : []).map((other) => present(data, String(other))))),
    ),
  ];
}

function branchTests(schema: JsonObject, data: Code | Name, scope: Scope): readonly Code[] {
  const branches = (keyword: string): readonly Code[] =>
    objectsAt(schema, keyword).map((branch) => holds(branch, data, scope));
  const sum = branches("oneOf").map((branch): Code => _`Number(${branch})`);
  return [
    ...(isObject(schema.not) ? [not(holds(schema.not, data, scope))] : []),
    ...("anyOf" in schema ? [or(...branches("anyOf"))] : []),
    ...(sum.length === 0 ? [] : [_`${sum.reduce((left, right) => _`${left} + ${right}`)} === 1`]),
    ...(isObject(schema.if)
      ? [or(not(holds(schema.if, data, scope)), holds(objectAt(schema, "then"), data, scope))]
      : []),
  ];
}

/** A condition on the members of a value says nothing about a value that is no object. */
function whenObject(known: Code, tests: readonly Code[]): readonly Code[] {
  if (tests.length === 0 || known === nil) return tests;
  return [or(not(known), and(...tests))];
}

function textTest(schema: JsonObject, types: readonly string[], data: Code | Name, { cxt }: Scope): Code {
  const test = _`${usePattern(cxt, String(schema.pattern))}.test(${data})`;
  return types.length === 1 && types[0] === "string" ? test : or(not(typeTest("string", data)), test);
}

function elementTest(contains: JsonObject, types: readonly string[], data: Code | Name, { cxt }: Scope): Code {
  const element = cxt.gen.name("element");
  const test = _`${data}.some((${element}) => ${holds(contains, element, { cxt, isObject: false })})`;
  return types.length === 1 && types[0] === "array" ? test : or(not(typeTest("array", data)), test);
}

function typeTests(types: readonly string[], data: Code | Name): Code {
  return or(...types.map((type) => typeTest(type, data)));
}

function typeTest(type: string, data: Code | Name): Code {
  switch (type) {
    case "object":
      return _`typeof ${data} == "object" && ${data} && !Array.isArray(${data})`;
    case "array":
      return _`Array.isArray(${data})`;
    case "null":
      return _`${data} === null`;
    case "integer":
      return _`Number.isInteger(${data})`;
    default:
      return _`typeof ${data} == ${type}`;
  }
}

function primitive(value: unknown): string | number | boolean | null {
  return typeof value === "number" || typeof value === "boolean" || value === null ? value : String(value);
}

function present(data: Code | Name, name: string): Code {
  return _`${memberOf(data, name)} !== undefined`;
}

function absent(data: Code | Name, name: string): Code {
  return _`${memberOf(data, name)} === undefined`;
}

function memberOf(data: Code | Name, name: string): Code {
  return _`${data}${getProperty(name)}`;
}
