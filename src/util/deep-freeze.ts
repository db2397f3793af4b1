/** Freezes a parsed JSON value with everything in it, in place, and gives it back. Its depth is bounded by the JSON parser. */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  for (const child of Object.values(value)) deepFreeze(child);
  return Object.freeze(value);
}
