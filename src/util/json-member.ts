/** An object of somebody else's JSON, or claims. */
export type JsonMembers = Readonly<Record<string, unknown>>;

/** Reads a member that should be text; `undefined` when it is missing, inherited or something else: nothing is converted. */
export function readTextMember(object: JsonMembers, name: string): string | undefined {
  const value = ownMember(object, name);
  return typeof value === "string" ? value : undefined;
}

/** Reads a member that should be a finite number; `undefined` when it is missing, inherited or something else: nothing is converted. */
export function readNumberMember(object: JsonMembers, name: string): number | undefined {
  const value = ownMember(object, name);
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

/** Reads a member that should be `true` or `false`; `undefined` when it is missing, inherited or something else: `"true"` is text. */
export function readBooleanMember(object: JsonMembers, name: string): boolean | undefined {
  const value = ownMember(object, name);
  return typeof value === "boolean" ? value : undefined;
}

/** Reads a member that should be a list of texts; `undefined` when it is missing, inherited, no list, or one item is something else. */
export function readTextListMember(object: JsonMembers, name: string): readonly string[] | undefined {
  const value = ownMember(object, name);
  return Array.isArray(value) && value.every((item) => typeof item === "string") ? value : undefined;
}

/** Reads a member that should be an object; `undefined` when it is missing, inherited, a list, `null` or something else. */
export function readObjectMember(object: JsonMembers, name: string): JsonMembers | undefined {
  const value = ownMember(object, name);
  return isObject(value) ? value : undefined;
}

function ownMember(object: JsonMembers, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

function isObject(value: unknown): value is JsonMembers {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
