/** A boolean expression as a tree, so that its opposite can be written without a pile of `!`. */
export type Condition =
  | { readonly kind: "all" | "any"; readonly parts: readonly Condition[] }
  | { readonly kind: "test"; readonly yes: string; readonly no: string };

/** All of the conditions hold; none at all counts as true. */
export function all(parts: readonly Condition[]): Condition {
  return join("all", parts);
}

/** At least one of the conditions holds; none at all counts as false. */
export function any(parts: readonly Condition[]): Condition {
  return join("any", parts);
}

/** A single test, with its opposite where that can be said better than with `!`. */
export function test(yes: string, no: string = `!${yes}`): Condition {
  return { kind: "test", yes, no };
}

/** The opposite: De Morgan's laws down to the tests. */
export function negate(condition: Condition): Condition {
  if (condition.kind === "test") return { kind: "test", yes: condition.no, no: condition.yes };
  return { kind: condition.kind === "all" ? "any" : "all", parts: condition.parts.map(negate) };
}

/** Writes the condition as JavaScript. */
export function writeCondition(condition: Condition): string {
  if (condition.kind === "test") return condition.yes;
  if (condition.parts.length === 0) return String(condition.kind === "all");
  const parts = withoutImplied(condition).map((part) =>
    part.kind === "test" ? writeCondition(part) : `(${writeCondition(part)})`,
  );
  return [...new Set(parts)].join(condition.kind === "all" ? " && " : " || ");
}

/** What is compared or of a type is there: no need to ask for that as well, nor in the opposite whether it is absent. */
function withoutImplied({ kind, parts }: Exclude<Condition, { readonly kind: "test" }>): readonly Condition[] {
  return parts.filter((part) => {
    const [, value] = (part.kind === "test" && /^(\S+) ([!=]==) undefined$/.exec(part.yes)) || [];
    if (value === undefined || part.kind !== "test" || part.yes.includes("!==") !== (kind === "all")) return true;
    const implying = [`typeof ${value} === `, `${value} === `, `isRecord(${value})`, `Array.isArray(${value})`];
    return !parts.some(
      (other) =>
        other !== part &&
        other.kind === "test" &&
        !other.yes.endsWith(" undefined") &&
        implying.some((start) => (kind === "all" ? other.yes : other.no).startsWith(start)),
    );
  });
}

function join(kind: "all" | "any", parts: readonly Condition[]): Condition {
  const flat = parts.flatMap((part) => (part.kind === kind ? part.parts : [part]));
  const [only] = flat;
  return flat.length === 1 && only !== undefined ? only : { kind, parts: flat };
}
