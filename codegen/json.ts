/** A JSON object as the specs hold it. */
export type JsonObject = { readonly [key: string]: unknown };

/** Narrows an unknown value to a JSON object. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The member as an object, or an empty one. */
export function objectAt(value: JsonObject, key: string): JsonObject {
  const member = value[key];
  return isObject(member) ? member : {};
}

/** The member as a list of objects, or an empty one. */
export function objectsAt(value: JsonObject, key: string): readonly JsonObject[] {
  const member = value[key];
  return Array.isArray(member) ? member.filter(isObject) : [];
}

/** The member as a list of strings, or an empty one. */
export function stringsAt(value: JsonObject, key: string): readonly string[] {
  const member = value[key];
  return Array.isArray(member) ? member.filter((item) => typeof item === "string") : [];
}

/** The member as text, or undefined. */
export function textAt(value: JsonObject, key: string): string | undefined {
  const member = value[key];
  return typeof member === "string" ? member : undefined;
}

/** Escapes one reference token of a JSON pointer (RFC 6901 §3). */
export function pointerToken(token: string): string {
  return token.replaceAll("~", "~0").replaceAll("/", "~1");
}
