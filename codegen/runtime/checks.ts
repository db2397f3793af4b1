import type { Check, TextForm } from "./message-schema.ts";

/** What a value is checked by: a form of text, a function of this module, or a message. */
export type ValueType = TextForm | Check;

/** Whether a value is a JSON object. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether an array has an element that passes; a value that is no array counts as passing, as `contains` has it. */
export function hasElement(value: unknown, test: (element: unknown) => boolean): boolean {
  return !Array.isArray(value) || value.some(test);
}

/** The pointer to a member of what another pointer leads to. */
export function pointTo(instancePath: string, member: string): string {
  return `${instancePath}/${member.replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

/** A form of text as a check. */
export function asCheck(type: ValueType): Check {
  if (!isForm(type)) return type;
  const [pattern, expected] = type;
  const ok = (value: unknown): boolean => typeof value === "string" && pattern.test(value);
  return {
    ok,
    report(value, instancePath, problems) {
      if (ok(value)) return;
      const keyword = typeof value === "string" ? "format" : "type";
      problems.push({ instancePath, keyword, message: `must be ${keyword === "type" ? "a string" : expected}` });
    },
  };
}

function isForm(type: ValueType): type is TextForm {
  return Array.isArray(type);
}

/** A check with one problem: what does not pass the test has it. */
function demand(keyword: string, message: string, ok: Check["ok"]): Check {
  return {
    ok,
    report(value, instancePath, problems) {
      if (!ok(value)) problems.push({ instancePath, keyword, message });
    },
  };
}

/** One of the JSON types named. */
export function ofType(...types: readonly string[]): Check {
  const [first, second] = types.map(testOf);
  const ok = (value: unknown): boolean => first?.(value) === true || second?.(value) === true;
  return demand(
    "type",
    `must be ${types.map((type) => jsonTypes[type]?.[0] ?? type).join(" or ")}`,
    types.length > 2 ? (value) => types.some((type) => testOf(type)(value)) : ok,
  );
}

function testOf(type: string): Check["ok"] {
  return jsonTypes[type]?.[1] ?? ((value) => typeof value === type);
}

/** The JSON types in words, and what tells them where `typeof` does not. */
const jsonTypes: Readonly<Record<string, readonly [words: string, test?: Check["ok"]]>> = {
  string: ["a string"],
  number: ["a number", Number.isFinite],
  integer: ["an integer", Number.isInteger],
  boolean: ["true or false"],
  object: ["a JSON object", isRecord],
  array: ["an array", Array.isArray],
  null: ["null", (value) => value === null],
};

/** A member that must be absent: whatever is there fails. */
export function forbidden(): Check {
  return demand("forbidden", "must not be present", () => false);
}

/** One value and no other. */
export function constant(allowedValue: unknown): Check {
  return demand("const", `must be ${JSON.stringify(allowedValue)}`, (value) => value === allowedValue);
}

/** One of the values named. */
export function oneOfValues(...allowedValues: readonly unknown[]): Check {
  return demand("enum", `must be one of ${allowedValues.map(String).join(", ")}`, (value) =>
    allowedValues.includes(value),
  );
}

/** Text that matches; other types pass. */
export function pattern(expression: RegExp): Check {
  return demand(
    "pattern",
    `must match ${expression.source.replaceAll("\\/", "/")}`,
    (value) => typeof value !== "string" || expression.test(value),
  );
}

/** Text of at least that many UTF-16 units; other types pass. */
export function minLength(limit: number): Check {
  return demand(
    "minLength",
    `must have at least ${limit} ${limit === 1 ? "character" : "characters"}`,
    (value) => typeof value !== "string" || value.length >= limit,
  );
}

/** Text of at most that many UTF-16 units; other types pass. */
export function maxLength(limit: number): Check {
  return demand(
    "maxLength",
    `must have at most ${limit} characters`,
    (value) => typeof value !== "string" || value.length <= limit,
  );
}

/** A number of at least that much; other types pass. */
export function minimum(limit: number): Check {
  return demand("minimum", `must be ${limit} or more`, (value) => typeof value !== "number" || value >= limit);
}

/** A number of more than that; other types pass. */
export function exclusiveMinimum(limit: number): Check {
  return demand(
    "exclusiveMinimum",
    `must be more than ${limit}`,
    (value) => typeof value !== "number" || value > limit,
  );
}

/** A number of at most that much; other types pass. */
export function maximum(limit: number): Check {
  return demand("maximum", `must be ${limit} or less`, (value) => typeof value !== "number" || value <= limit);
}

/** An array of at least that many elements of a type: what most arrays are, in one go. */
export function list(type: ValueType, limit: number = 0): Check {
  const element = asCheck(type);
  return {
    ok(value) {
      if (!Array.isArray(value) || value.length < limit) return false;
      for (let index = 0; index < value.length; index += 1) if (!element.ok(value[index])) return false;
      return true;
    },
    report(value, instancePath, problems) {
      ofType("array").report(value, instancePath, problems);
      if (!Array.isArray(value)) return;
      minItems(limit).report(value, instancePath, problems);
      for (const [index, each] of value.entries()) element.report(each, `${instancePath}/${index}`, problems);
    },
  };
}

/** An array of at least that many elements; other types pass. */
export function minItems(limit: number): Check {
  return demand(
    "minItems",
    `must have at least ${limit} ${limit === 1 ? "element" : "elements"}`,
    (value) => !Array.isArray(value) || value.length >= limit,
  );
}

/** An array without an element of that type twice; other types pass. */
export function uniqueItems(type: string): Check {
  return demand("uniqueItems", "must not hold an element twice", (value) => {
    const own = Array.isArray(value) ? value.filter(testOf(type)) : [];
    return new Set(own).size === own.length;
  });
}

/** Every element of an array; other types pass. */
export function items(type: ValueType): Check {
  const { ok, report } = asCheck(type);
  return {
    ok(value) {
      if (Array.isArray(value)) for (const element of value) if (!ok(element)) return false;
      return true;
    },
    report(value, instancePath, problems) {
      if (!Array.isArray(value)) return;
      for (const [index, element] of value.entries()) report(element, `${instancePath}/${index}`, problems);
    },
  };
}

/** Members of a JSON object that it names, each with its type; other types pass. */
function members(typesOf: (value: Readonly<Record<string, unknown>>) => Iterable<readonly [string, Check]>): Check {
  return {
    ok(value) {
      if (isRecord(value)) for (const [name, check] of typesOf(value)) if (!check.ok(value[name])) return false;
      return true;
    },
    report(value, instancePath, problems) {
      if (!isRecord(value)) return;
      for (const [name, { report }] of typesOf(value)) report(value[name], pointTo(instancePath, name), problems);
    },
  };
}

/** Every member of a JSON object but those that are named elsewhere; other types pass. */
export function others(type: ValueType, ...known: readonly string[]): Check {
  const check = asCheck(type);
  return members((value) =>
    Object.keys(value).flatMap((name) => (known.includes(name) ? [] : [[name, check] as const])),
  );
}

/** The members of a JSON object where they are there; other types pass. */
export function properties(types: Readonly<Record<string, ValueType>>): Check {
  const checks = Object.entries(types).map(([name, type]) => [name, asCheck(type)] as const);
  return members((value) => checks.filter(([name]) => value[name] !== undefined));
}

/** No member of a JSON object but those named; other types pass. */
export function noOthers(...known: readonly string[]): Check {
  return named("additionalProperties", unknownMember, (value) =>
    Object.keys(value).filter((name) => !known.includes(name)),
  );
}

/** What is wrong with a member that a message does not define. */
export const unknownMember = "is not a member of this message; pass other parameters as extra";

/** Members that a JSON object must have; other types pass. */
export function required(...names: readonly string[]): Check {
  return named("required", "is required", (value) => names.filter((name) => value[name] === undefined));
}

/** A problem for each member of a JSON object that is found wanting; other types pass. */
function named(
  keyword: string,
  message: string,
  find: (value: Readonly<Record<string, unknown>>) => readonly string[],
): Check {
  const wrong = (value: unknown): readonly string[] => (isRecord(value) ? find(value) : []);
  return {
    ok: (value) => wrong(value).length === 0,
    report(value, instancePath, problems) {
      for (const name of wrong(value)) problems.push({ instancePath, keyword, message, member: name });
    },
  };
}

/** All of the checks. */
export function allOf(...types: readonly ValueType[]): Check {
  const checks = types.map(asCheck);
  return {
    ok(value) {
      for (const check of checks) if (!check.ok(value)) return false;
      return true;
    },
    report(value, instancePath, problems) {
      for (const { report } of checks) report(value, instancePath, problems);
    },
  };
}

/** At least one of the types; when none fits, the problems with each come along. */
export function anyOf(...types: readonly ValueType[]): Check {
  return branches("anyOf", types, (passing) => passing > 0);
}

/** Exactly one of the types; when none fits, the problems with each come along. */
export function oneOf(...types: readonly ValueType[]): Check {
  return branches("oneOf", types, (passing) => passing === 1);
}

function branches(keyword: string, types: readonly ValueType[], suffices: (passing: number) => boolean): Check {
  const checks = types.map(asCheck);
  const passing = (value: unknown): number => checks.filter(({ ok }) => ok(value)).length;
  return {
    ok: (value) => suffices(passing(value)),
    report(value, instancePath, problems) {
      const count = passing(value);
      if (suffices(count)) return;
      if (count === 0) for (const { report } of checks) report(value, instancePath, problems);
      problems.push({ instancePath, keyword, message: `breaks the rule ${keyword}` });
    },
  };
}
