import { annotations } from "../annotations.ts";
import type { SchemaFile } from "../model.ts";

/** Where in specs/ a schema stands, in the words of a problem: "x-wire has no meaning in a member". */
export type Place =
  | "a common file"
  | "a composition"
  | "a line of a composition"
  | "a contribution"
  | "a member"
  | "a value"
  | "a rule"
  | "a condition";

/** The place of a whole file. */
export function placeOf({ folder }: SchemaFile): Place {
  if (folder === "common") return "a common file";
  return folder === "messages" ? "a composition" : "a contribution";
}

/** The keywords that have a meaning there. */
export function keywordsAt(place: Place): ReadonlySet<string> {
  return places[place];
}

/** The places where a keyword has a meaning; none for a keyword outside the closed list. */
export function placesOf(keyword: string): readonly Place[] {
  return allPlaces.filter((place) => places[place].has(keyword));
}

const values = [
  "type",
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
  "$ref",
  "x-open-enum",
];
const objects = ["properties", "required", "additionalProperties", "anyOf", "oneOf"];
const rules = ["dependentRequired", "not", "anyOf", "oneOf", "if", "then"];

const places: Readonly<Record<Place, ReadonlySet<string>>> = {
  "a common file": new Set(["$id", "description", "x-expected", ...values.filter((name) => name !== "x-open-enum")]),
  "a composition": new Set([
    ...["$id", "title", "description", "type", "allOf", "oneOf", "additionalProperties"],
    ...["x-spec", "x-wire", "x-discriminator", "x-members", "x-tolerance"],
  ]),
  "a line of a composition": new Set(["$ref"]),
  "a contribution": new Set([
    ...["$id", "description", "x-spec", "type", "required", "properties", "patternProperties", "allOf"],
  ]),
  "a member": new Set([...annotations, ...values, ...objects, "not"]),
  "a value": new Set(["description", ...values, ...objects]),
  "a rule": new Set(["description", "x-spec", "x-tolerance", ...rules]),
  "a condition": new Set(["type", "const", "pattern", "contains", "required", "properties", ...rules]),
};

const allPlaces: readonly Place[] = [
  "a common file",
  "a composition",
  "a line of a composition",
  "a contribution",
  "a member",
  "a value",
  "a rule",
  "a condition",
];
