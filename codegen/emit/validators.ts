import { _, Ajv } from "ajv";
import standalone from "ajv/dist/standalone/index.js";
import { transformSync } from "esbuild";
import { isObject, type JsonObject } from "../json.ts";
import type { FlatMessage, GeneratedFile, SchemaFile, SpecSet } from "../model.ts";
import { camelCase, pascalCase } from "../names.ts";
import { header } from "./header.ts";
import { isScalar } from "./scalars.ts";
import { addValidatorKeywords } from "./validator-keywords.ts";

/**
 * Emits one self-contained validator module per message and per list of scalars: ajv standalone code turned into ES modules
 * that import each other, with no ajv, no `require` and no `eval` left.
 */
export function emitValidators(messages: readonly FlatMessage[], specs: SpecSet): readonly GeneratedFile[] {
  const lists = [...specs.commons.values()].filter((file) => isList(file));
  return [
    ...lists.map((file) => {
      const { $id: _id, description: _description, "x-expected": _expected, ...assertions } = file.schema;
      const title = pascalCase(file.name);
      return emitModule(
        `common/${file.name}`,
        { title, ...toAjv(inCommon(assertions), specs) },
        "readonly unknown[]",
        "specs/common",
        specs,
      );
    }),
    ...messages
      .filter(({ branches }) => branches.length === 0)
      .map((message) =>
        emitModule(
          message.name,
          messageSchema(message, specs),
          message.title,
          `specs/messages/${message.name}.schema.json`,
          specs,
        ),
      ),
  ];
}

/** Whether a common schema is a list: emitted as a validator that others call. */
export function isList({ schema }: SchemaFile): boolean {
  return schema.type === "array" || Array.isArray(schema.type);
}

function messageSchema(message: FlatMessage, specs: SpecSet): JsonObject {
  const members = (list: FlatMessage["members"]): JsonObject =>
    Object.fromEntries(list.map((member) => [member.name, toAjv(member.assertions, specs)]));
  return {
    title: message.title,
    type: "object",
    ...(message.base === undefined ? {} : { allOf: [{ "x-validator": message.base }] }),
    ...(message.required.length === 0 ? {} : { required: [...message.required] }),
    ...(message.members.length === 0 ? {} : { properties: members(message.members) }),
    ...(message.patterns.length === 0 ? {} : { patternProperties: members(message.patterns) }),
    ...(message.rules.length === 0
      ? {}
      : { "x-rules": message.rules.map(({ assertions }) => toAjv(assertions, specs)) }),
  };
}

/** References become shared regular expressions (`format`) or calls (`x-validator`); annotations go. */
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
  if (
    keyword === "const" ||
    keyword === "enum" ||
    keyword === "dependentRequired" ||
    keyword === "type" ||
    keyword === "required"
  )
    return value;
  if (Array.isArray(value)) return value.map((item: unknown) => (isObject(item) ? toAjv(item, specs) : item));
  if (!isObject(value)) return value;
  if (keyword !== "properties" && keyword !== "patternProperties") return toAjv(value, specs);
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, isObject(member) ? toAjv(member, specs) : member]),
  );
}

function referenceToAjv(reference: string, specs: SpecSet): JsonObject {
  const name = reference.replace(/^common\//, "").replace(/^messages\//, "");
  if (reference.startsWith("messages/")) return { "x-validator": name };
  const file = specs.commons.get(name);
  if (file === undefined) return {};
  if (isScalar(file)) return { type: "string", format: camelCase(name) };
  if (isList(file)) return { "x-validator": `common/${name}` };
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

function emitModule(path: string, schema: JsonObject, type: string, source: string, specs: SpecSet): GeneratedFile {
  const nested = path.startsWith("common/");
  const name = pascalCase(path.replace(/^common\//, ""));
  const ajv = new Ajv({
    allErrors: true,
    allowUnionTypes: true,
    messages: false,
    strictRequired: false,
    strictTypes: false,
    unicode: false,
    logger: false,
    code: { source: true, esm: true, formats: _`require(${nested ? "../../scalars.ts" : "../scalars.ts"})` },
  });
  for (const file of specs.commons.values()) {
    if (isScalar(file))
      ajv.addFormat(camelCase(file.name), { type: "string", validate: new RegExp(String(file.schema.pattern), "u") });
  }
  addValidatorKeywords(ajv, nested ? "../" : "./");
  ajv.addSchema({ ...schema, $id: name });
  const raw = standalone.default(ajv, { [`validate${name}`]: name });
  const imports = nested
    ? 'import type { MessageValidator } from "../../message-schema.ts";'
    : `import type { ${type} } from "../messages/${path}.ts";\nimport type { MessageValidator } from "../message-schema.ts";`;
  return {
    path: `validators/${path}.ts`,
    text: `${header(source)}// @ts-nocheck: ajv's output; test/unit/generated checks its behaviour.\n${imports}\n${tidy(raw, name, type)}`,
  };
}

/** ajv's text as a readable, tree-shakable ES module. */
function tidy(raw: string, name: string, type: string): string {
  const asModule = raw
    .replace('"use strict";', "")
    .replaceAll(/const (\w+) = require\("([^"]+)"\)\.(\w+);/g, 'import { $3 as $1 } from "$2";')
    .replaceAll(/new RegExp\("((?:[^"\\]|\\.)*)", "u"\)/g, (_match, pattern: string) =>
      String(new RegExp(JSON.parse(`"${pattern}"`), "u")),
    )
    .replaceAll(".validate.test(", ".test(");
  const { code } = transformSync(asModule, {
    format: "esm",
    treeShaking: true,
    minifySyntax: true,
    target: "es2022",
    charset: "utf8",
  });
  return code
    .replaceAll(/ ?schemaPath: "(?:[^"\\]|\\.)*",/g, "")
    .replace(/^export \{\n {2}\w+\n\};\n/m, "")
    .replace(`const validate${name} = `, `export const validate${name}: MessageValidator<${type}> = `);
}

const dropped = new Set(["$id", "description", "title", "default", "deprecated"]);
