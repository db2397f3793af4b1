import { annotations } from "../annotations.ts";
import { isObject, type JsonObject, pointerToken } from "../json.ts";
import type { SchemaFile } from "../model.ts";
import type { SpecProblem } from "../problems.ts";
import { keywordsAt, type Place, placeOf, placesOf } from "./places.ts";
import { lintValue } from "./values.ts";

/** Checks that a schema file uses only the closed keyword list, each keyword where it has a meaning and with a value that fits (specs/README.md). */
export function lintKeywords(file: SchemaFile): readonly SpecProblem[] {
  const root = placeOf(file);
  return visit(file.schema, "", root).map((problem) => ({ file: file.path, ...problem }));
}

type Finding = Omit<SpecProblem, "file">;

function visit(schema: JsonObject, pointer: string, place: Place): readonly Finding[] {
  const findings = Object.entries(schema).flatMap(([keyword, value]): readonly Finding[] => {
    const at = `${pointer}/${pointerToken(keyword)}`;
    const misplaced = lintPlace(keyword, at, place);
    if (misplaced !== undefined) return [misplaced];
    return [...lintValue(keyword, value, at), ...visitInner(keyword, value, at, place)];
  });
  return [...findings, ...lintCombination(schema, pointer, place)];
}

function lintPlace(keyword: string, pointer: string, place: Place): Finding | undefined {
  if (keywordsAt(place).has(keyword)) return undefined;
  const elsewhere = placesOf(keyword);
  if (elsewhere.length > 0) {
    return {
      pointer,
      message: `${keyword} has no meaning in ${place}.`,
      remedy: `It belongs in ${elsewhere.join(", ")}.`,
    };
  }
  return {
    pointer,
    message: `Unknown keyword ${keyword}.`,
    remedy: remedies[keyword] ?? "Use a keyword of the closed list in specs/README.md.",
  };
}

function visitInner(keyword: string, value: unknown, pointer: string, place: Place): readonly Finding[] {
  const next = innerPlace(keyword, place);
  if (next === undefined) return [];
  const items = maps.has(keyword) || Array.isArray(value) ? Object.entries(Object(value)) : [["", value] as const];
  return items.flatMap(([name, inner]) =>
    isObject(inner) ? visit(inner, name === "" ? pointer : `${pointer}/${pointerToken(name)}`, next) : [],
  );
}

/** What a subschema is, from the keyword that holds it and the schema around. */
function innerPlace(keyword: string, place: Place): Place | undefined {
  if (!applicators.has(keyword)) return undefined;
  if (place === "a contribution") return keyword === "allOf" ? "a rule" : "a member";
  if (place === "a composition") return "a line of a composition";
  return place === "a rule" || place === "a condition" ? "a condition" : "a value";
}

/** Keywords that are right each by itself and wrong together. */
function lintCombination(schema: JsonObject, pointer: string, place: Place): readonly Finding[] {
  const findings: Finding[] = [];
  if (keywordsAt(place).has("if") && "if" in schema !== "then" in schema)
    findings.push({ pointer, message: "if and then come together.", remedy: "Add the other one." });
  if (place === "a member" && isObject(schema.not) && Object.keys(schema.not).length > 0) {
    findings.push({
      pointer: `${pointer}/not`,
      message: "not in a member means that the member is forbidden, and is empty.",
      remedy: 'Write "not": {}, or a rule in allOf.',
    });
  }
  if (!("$ref" in schema)) return findings;
  const siblings = Object.keys(schema).filter((keyword) => keyword !== "$ref" && !annotations.has(keyword));
  return [
    ...findings,
    ...siblings
      .filter((keyword) => keywordsAt(place).has(keyword))
      .map((keyword) => ({
        pointer: `${pointer}/${pointerToken(keyword)}`,
        message: `${keyword} stands beside $ref; type generators drop one of the two.`,
        remedy: "Move the assertion into a common scalar or a rule in allOf.",
      })),
  ];
}

const maps = new Set(["properties", "patternProperties"]);
const applicators = new Set([
  ...maps,
  "allOf",
  "anyOf",
  "oneOf",
  "items",
  "additionalProperties",
  "contains",
  "not",
  "if",
  "then",
]);

const remedies: Readonly<Record<string, string>> = {
  prefixItems: "json-schema-to-typescript types it as never[]; use items.",
  $anchor: "json-schema-to-typescript fails on it; use a common file and $ref.",
  $defs: "Use a file in specs/common or specs/messages and $ref.",
  definitions: "Use a file in specs/common or specs/messages and $ref.",
  format: "Give the value a scalar in specs/common with its pattern, and $ref it.",
  else: "Write a second rule with the opposite if.",
  unevaluatedProperties:
    "Receivers must ignore unknown members; a request composition says additionalProperties: false.",
};
