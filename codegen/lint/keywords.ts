import { isObject, type JsonObject, pointerToken } from "../json.ts";
import type { SchemaFile } from "../model.ts";
import type { SpecProblem } from "../problems.ts";

/** Checks that a schema file uses only the closed keyword list, each where it belongs (specs/README.md). */
export function lintKeywords(file: SchemaFile): readonly SpecProblem[] {
  const problems: SpecProblem[] = [];
  visit(file.schema, "", file.path, problems);
  return problems;
}

function visit(schema: JsonObject, pointer: string, file: string, problems: SpecProblem[]): void {
  for (const [keyword, value] of Object.entries(schema)) {
    const place = `${pointer}/${pointerToken(keyword)}`;
    if (!keywords.has(keyword)) {
      problems.push({
        file,
        pointer: place,
        message: `Unknown keyword ${keyword}.`,
        remedy: misTyped[keyword] ?? "Use a keyword of the closed list in specs/README.md.",
      });
      continue;
    }
    if (maps.has(keyword) && isObject(value)) {
      for (const [name, member] of Object.entries(value)) {
        if (isObject(member)) visit(member, `${place}/${pointerToken(name)}`, file, problems);
        else
          problems.push({
            file,
            pointer: `${place}/${pointerToken(name)}`,
            message: "A member must be an object.",
            remedy: 'Write { "not": {} } for a forbidden member.',
          });
      }
    } else if (lists.has(keyword) && Array.isArray(value)) {
      value.forEach((item: unknown, index) => {
        if (isObject(item)) visit(item, `${place}/${index}`, file, problems);
      });
    } else if (schemas.has(keyword) && isObject(value)) {
      visit(value, place, file, problems);
    }
  }
  lintReferenceSiblings(schema, pointer, file, problems);
}

function lintReferenceSiblings(schema: JsonObject, pointer: string, file: string, problems: SpecProblem[]): void {
  if (!("$ref" in schema)) return;
  for (const keyword of Object.keys(schema)) {
    if (keyword === "$ref" || annotations.has(keyword)) continue;
    problems.push({
      file,
      pointer: `${pointer}/${pointerToken(keyword)}`,
      message: `${keyword} stands beside $ref; type generators drop one of the two.`,
      remedy: "Move the assertion into a common scalar or a rule in allOf.",
    });
  }
}

const annotations = new Set([
  "description",
  "title",
  "default",
  "deprecated",
  "x-spec",
  "x-sensitive",
  "x-tolerance",
  "x-open-enum",
  "x-encoding",
  "x-expected",
  "x-wire",
  "x-discriminator",
]);
const assertions = [
  "type",
  "properties",
  "patternProperties",
  "required",
  "additionalProperties",
  "items",
  "enum",
  "const",
  "pattern",
  "minimum",
  "exclusiveMinimum",
  "maximum",
  "minLength",
  "maxLength",
  "minItems",
  "uniqueItems",
  "contains",
  "allOf",
  "anyOf",
  "oneOf",
  "not",
  "if",
  "then",
  "else",
  "dependentRequired",
];
const keywords = new Set(["$id", "$ref", ...assertions, ...annotations]);
const maps = new Set(["properties", "patternProperties"]);
const lists = new Set(["allOf", "anyOf", "oneOf"]);
const schemas = new Set(["items", "additionalProperties", "contains", "not", "if", "then", "else"]);

const misTyped: Readonly<Record<string, string>> = {
  prefixItems: "json-schema-to-typescript types it as never[]; use items.",
  $anchor: "json-schema-to-typescript fails on it; use a common file and $ref.",
  $defs: "Use a file in specs/common or specs/messages and $ref.",
  definitions: "Use a file in specs/common or specs/messages and $ref.",
  unevaluatedProperties:
    "Receivers must ignore unknown members; a request composition says additionalProperties: false.",
};
