import type { JsonObject, JsonValue } from "../stores/records.ts";

/** A text of a stored object; what is none counts as absent. */
export function readText(value: JsonValue | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** A number of a stored object; what is none counts as absent. */
export function readNumber(value: JsonValue | undefined): number | undefined {
  return typeof value === "number" ? value : undefined;
}

/** The items of a stored list; what is no list has none. */
export function readItems(value: JsonValue | undefined): readonly JsonValue[] {
  return isList(value) ? value : [];
}

/** The texts of a stored list. */
export function readTexts(value: JsonValue | undefined): readonly string[] {
  return readItems(value).filter((item) => typeof item === "string");
}

/** An object within a stored object; what is none counts as absent. */
export function readObject(value: JsonValue | undefined): JsonObject | undefined {
  return typeof value === "object" && value !== null && !isList(value) ? value : undefined;
}

function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}
