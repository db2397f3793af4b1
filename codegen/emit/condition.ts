import { _, type Code } from "ajv";

/** A boolean expression as a tree, so that its opposite can be written without a pile of `!`. */
export type Condition =
  | { readonly kind: "all" | "any"; readonly parts: readonly Condition[] }
  | { readonly kind: "test"; readonly yes: Code; readonly no: Code };

/** All of the conditions hold; none at all counts as true. */
export function all(parts: readonly Condition[]): Condition {
  return join("all", parts);
}

/** At least one of the conditions holds; none at all counts as false. */
export function any(parts: readonly Condition[]): Condition {
  return join("any", parts);
}

/** A single test, with its opposite where that can be said better than with `!`. */
export function test(yes: Code, no: Code = _`!${yes}`): Condition {
  return { kind: "test", yes, no };
}

/** The opposite: De Morgan's laws down to the tests. */
export function negate(condition: Condition): Condition {
  if (condition.kind === "test") return { kind: "test", yes: condition.no, no: condition.yes };
  return { kind: condition.kind === "all" ? "any" : "all", parts: condition.parts.map(negate) };
}

/** Writes the condition as JavaScript. */
export function writeCondition(condition: Condition): Code {
  if (condition.kind === "test") return condition.yes;
  const [first, ...others] = condition.parts.map((part) => {
    const text = writeCondition(part);
    return part.kind === "any" ? _`(${text})` : text;
  });
  if (first === undefined) return condition.kind === "all" ? _`true` : _`false`;
  return others.reduce(
    (left, right) => (condition.kind === "all" ? _`${left} && ${right}` : _`${left} || ${right}`),
    first,
  );
}

function join(kind: "all" | "any", parts: readonly Condition[]): Condition {
  const flat = parts.flatMap((part) => (part.kind === kind ? part.parts : [part]));
  const [only] = flat;
  return flat.length === 1 && only !== undefined ? only : { kind, parts: flat };
}
