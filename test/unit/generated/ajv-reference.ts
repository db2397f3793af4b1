import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";

/** A JSON Schema as it stands in a file. */
export type Json = Readonly<Record<string, unknown>>;

const specs = new URL("../../../specs/", import.meta.url);

/** The schemas of specs/ by path, as they are: composition by `allOf`, nothing flattened, nothing of codegen/. */
export const schemas: ReadonlyMap<string, Json> = readSchemas();

/** What ajv finds wrong with a value by the schema of this `$id`: places and keywords, in the words of specs/README.md. */
export function createReference(): (id: string, value: unknown) => readonly string[] {
  const ajv = new Ajv2020({ allErrors: true, strict: false, unicodeRegExp: true, logger: false });
  const plain = new Ajv2020({ allErrors: true, strict: false, logger: false });
  ajv.addKeyword({
    keyword: "x-rules",
    type: "object",
    compile: (rules: readonly Json[]) => {
      const compiled = rules.map((rule) => plain.compile(rule));
      return (data: unknown) => compiled.every((holds) => holds(data));
    },
  });
  for (const schema of schemas.values()) for (const each of narrow(schema)) ajv.addSchema(prepare(each));
  return (id, value) => {
    const validate = ajv.getSchema(id);
    assert.ok(validate !== undefined);
    validate(value);
    const found = (validate.errors ?? []).map(({ instancePath, schemaPath, keyword }) => {
      const common = /(^|\/)common\/|^[a-z0-9-]+\.schema\.json/.test(schemaPath);
      return `${instancePath} ${keyword === "x-rules" ? "rule" : keyword === "not" ? "forbidden" : keyword === "pattern" && common ? "format" : keyword}`;
    });
    return [...new Set(found)].sort();
  };
}

/** A view as ajv can read it: the parts of its composition with the view's members and the rules about them, and the composition of these. */
function narrow(schema: Json): readonly Json[] {
  const view = schema["x-members"];
  if (!Array.isArray(view) || !Array.isArray(schema.allOf)) return [schema];
  const suffix = `.view-of-${String(schema.title)}.schema.json`;
  const parts = schema.allOf.map(({ $ref }: { readonly $ref: string }) => {
    const part = schemas.get($ref.replace("../", "")) ?? {};
    const properties = Object.entries(Object(part.properties)).filter(([name]) => view.includes(name));
    const required: readonly string[] = Array.isArray(part.required) ? part.required : [];
    const rules: readonly Json[] = Array.isArray(part.allOf) ? part.allOf : [];
    const others = Object.keys(Object(part.properties)).filter((name) => !view.includes(name));
    return {
      ...part,
      $id: String(part.$id).replace(".schema.json", suffix),
      properties: Object.fromEntries(properties),
      required: required.filter((name) => view.includes(name)),
      allOf: rules.filter(
        (rule) => !others.some((name) => JSON.stringify(rule).includes(`"${name}"`)) && !speaksOfElse(rule, view),
      ),
    };
  });
  return [{ ...schema, allOf: parts.map(({ $id }) => ({ $ref: `../${$id}` })) }, ...parts];
}

/** Whether a rule requires or describes a member that a view lacks. */
function speaksOfElse(rule: unknown, view: readonly unknown[]): boolean {
  return [...JSON.stringify(rule).matchAll(/"(?:required|properties)":(?:\[([^\]]*)\]|\{"([^"]*)")/g)].some(
    ([, list, first]) =>
      (list === undefined ? [first] : list.split(",").map((name) => name.replaceAll('"', ""))).some(
        (name) => !view.includes(name),
      ),
  );
}

/** Rules of a contribution are judged one by one; whether unknown members are refused is not the validator's business. */
function prepare(schema: Json): Json {
  const { allOf, additionalProperties, ...rest } = schema;
  if (/^messages\//.test(String(schema.$id))) return { ...rest, ...(allOf === undefined ? {} : { allOf }) };
  return {
    ...rest,
    ...(allOf === undefined ? {} : { "x-rules": allOf }),
    ...(additionalProperties === undefined ? {} : { additionalProperties }),
  };
}

function readSchemas(): ReadonlyMap<string, Json> {
  const found = new Map<string, Json>();
  for (const folder of readdirSync(specs, { withFileTypes: true }).filter((entry) => entry.isDirectory())) {
    for (const file of readdirSync(new URL(`${folder.name}/`, specs)).filter((name) => name.endsWith(".schema.json"))) {
      const path = `${folder.name}/${file}`;
      found.set(path, JSON.parse(readFileSync(new URL(path, specs), "utf8")));
    }
  }
  return found;
}
