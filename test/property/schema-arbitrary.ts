import fc from "fast-check";
import { isObject, type JsonObject, objectsAt, stringsAt, textAt } from "../../codegen/json.ts";

/** Where the schemas are found that others refer to. */
export interface Schemas {
  readonly common: (name: string) => JsonObject;
  readonly message: (name: string) => fc.Arbitrary<unknown>;
}

/** Values that a schema of the contract allows; well-known ones among them where some are named. */
export function arbitraryOf(
  schema: JsonObject,
  schemas: Schemas,
  wellKnown: readonly string[] = [],
): fc.Arbitrary<unknown> {
  const reference = textAt(schema, "$ref");
  if (reference !== undefined) {
    const name = reference.replace(/^(?:messages|common)\/|\.schema\.json$/g, "");
    if (reference.startsWith("messages/")) return schemas.message(name);
    return arbitraryOf(schemas.common(name), schemas, wellKnown);
  }
  if ("const" in schema) return fc.constant(schema.const);
  if (Array.isArray(schema.enum)) return fc.constantFrom<unknown>(...schema.enum);
  const branches = objectsAt(schema, "anyOf");
  if (branches.length > 0) return fc.oneof(...branches.map((branch) => arbitraryOf(branch, schemas, wellKnown)));
  const types = typeof schema.type === "string" ? [schema.type] : stringsAt(schema, "type");
  if (types.length === 0) return anyJson;
  return fc.oneof(...types.map((type) => typed(type, schema, { schemas, wellKnown })));
}

interface Scope {
  readonly schemas: Schemas;
  readonly wellKnown: readonly string[];
}

function typed(type: string, schema: JsonObject, scope: Scope): fc.Arbitrary<unknown> {
  const least = typeof schema.minimum === "number" ? schema.minimum : 0;
  switch (type) {
    case "string": {
      const other = text(schema);
      const { wellKnown } = scope;
      return wellKnown.length === 0 ? other : fc.oneof(fc.constantFrom(...wellKnown), other);
    }
    case "integer":
      return fc.integer({ min: least, max: 2 ** 31 });
    case "number":
      return fc.oneof(
        fc.integer({ min: Math.ceil(least), max: 2 ** 33 }),
        fc.double({ min: least, max: 1e12, noNaN: true }).map((value) => value + 0),
      );
    case "boolean":
      return fc.boolean();
    case "null":
      return fc.constant(null);
    case "array":
      return list(schema, scope);
    default:
      return object(schema, scope);
  }
}

function text(schema: JsonObject): fc.Arbitrary<string> {
  const pattern = textAt(schema, "pattern");
  const { minLength, maxLength } = schema;
  if (pattern !== undefined) return matching(pattern);
  return fc.string({
    minLength: typeof minLength === "number" ? minLength : 0,
    maxLength: typeof maxLength === "number" ? maxLength : 30,
  });
}

/** Texts that match; what a pattern rules out by looking ahead is sorted out afterwards. */
export function matching(pattern: string): fc.Arbitrary<string> {
  const plain = withoutLookaheads(pattern);
  const made = fc.stringMatching(new RegExp(plain, "u"), { maxLength: 5000 });
  if (plain === pattern) return made;
  const full = new RegExp(pattern, "u");
  return made.filter((value) => full.test(value));
}

function withoutLookaheads(pattern: string): string {
  const start = pattern.indexOf("(?!");
  if (start < 0) return pattern;
  let depth = 0;
  let inClass = false;
  for (let index = start; index < pattern.length; index += 1) {
    const character = pattern[index];
    if (character === "\\") index += 1;
    else if (inClass) inClass = character !== "]";
    // In `[^]` the bracket that closes stands where an ordinary member would.
    else if (character === "[") inClass = !pattern.startsWith("[^]", index);
    else if (character === "(") depth += 1;
    else if (character === ")" && --depth === 0)
      return withoutLookaheads(pattern.slice(0, start) + pattern.slice(index + 1));
  }
  throw new Error(`A lookahead of ${pattern} does not end.`);
}

function list(schema: JsonObject, { schemas, wellKnown }: Scope): fc.Arbitrary<unknown> {
  const items = isObject(schema.items) ? schema.items : {};
  const minLength = typeof schema.minItems === "number" ? schema.minItems : 0;
  const item = arbitraryOf(items, schemas, wellKnown);
  const limits = { minLength, maxLength: minLength + 3 };
  return schema.uniqueItems === true ? fc.uniqueArray(item, limits) : fc.array(item, limits);
}

function object(schema: JsonObject, { schemas }: Scope): fc.Arbitrary<unknown> {
  const values = schema.additionalProperties;
  const value = isObject(values) ? arbitraryOf(values, schemas) : anyJson;
  return fc.dictionary(key, value, { maxKeys: 3, noNullPrototype: true });
}

/** `__proto__` among the names would set the prototype where a test builds an object from entries. */
const key = fc.string({ maxLength: 8 }).filter((name) => name !== "__proto__");
const anyJson = fc
  .jsonValue({ maxDepth: 2 })
  .map((value): unknown => JSON.parse(JSON.stringify(value).replaceAll("__proto__", "proto")));
