import { sha256Base64url } from "../jose/hash.ts";

/**
 * The key of whatever a value describes: equal for equal values, whatever the order of their members; another one wherever anything differs.
 * A digest of 43 characters, of which nothing can be told back.
 */
export async function digestValue(value: unknown): Promise<string> {
  return sha256Base64url(writeCanonically(value));
}

/** JSON with the members of objects in one order. A member that is `undefined` is not there, and a date is its text, as in a request. */
function writeCanonically(value: unknown): string {
  if (hasJsonForm(value)) return writeCanonically(value.toJSON());
  if (Array.isArray(value)) return `[${value.map(writeCanonically).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, member]) => `${JSON.stringify(name)}:${writeCanonically(member)}`);
  return `{${members.join(",")}}`;
}

function hasJsonForm(value: unknown): value is { readonly toJSON: () => unknown } {
  return typeof value === "object" && value !== null && "toJSON" in value && typeof value.toJSON === "function";
}
