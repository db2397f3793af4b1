import { isObject, pointerToken } from "../json.ts";
import type { SpecProblem } from "../problems.ts";

type Finding = Omit<SpecProblem, "file">;

/** Checks the value of a keyword: of the right kind, and nothing that a step after the lint would drop without a word. */
export function lintValue(keyword: string, value: unknown, pointer: string): readonly Finding[] {
  if (keyword === "properties" || keyword === "patternProperties") return lintMembers(keyword, value, pointer);
  const kind = kinds[keyword];
  if (kind !== undefined && !kind.fits(value))
    return [{ pointer, message: `The value of ${keyword} does not fit.`, remedy: `Write ${kind.words}.` }];
  return [];
}

function lintMembers(keyword: string, value: unknown, pointer: string): readonly Finding[] {
  if (!isObject(value)) return [{ pointer, message: `${keyword} is no object.`, remedy: "Write members by name." }];
  return Object.entries(value).flatMap(([name, member]): readonly Finding[] => {
    const at = `${pointer}/${pointerToken(name)}`;
    if (!isObject(member))
      return [
        { pointer: at, message: "A member must be an object.", remedy: 'Write { "not": {} } for a forbidden member.' },
      ];
    if (keyword === "patternProperties" && !/^\^[\w]+#$/.test(name))
      return [
        {
          pointer: at,
          message: `${name} is no localized member.`,
          remedy: "Write ^, the member's name and #; unknown members need no pattern.",
        },
      ];
    if (keyword === "properties" && name in {})
      return [
        {
          pointer: at,
          message: `Every object inherits ${name}, so a validator cannot tell whether it is there.`,
          remedy: "Leave it out, and give the reason in specs/registries/not-planned.json.",
        },
      ];
    return [];
  });
}

interface Kind {
  readonly words: string;
  fits(value: unknown): boolean;
}

const text: Kind = { words: "text that is not empty", fits: (value) => typeof value === "string" && value !== "" };
const flag: Kind = { words: "true, or leave the keyword out", fits: (value) => value === true };
const names: Kind = { words: "a list of distinct texts", fits: isTextList };
const count: Kind = { words: "a whole number from 0", fits: (value) => Number.isInteger(value) && Number(value) >= 0 };
const limit: Kind = { words: "a number", fits: (value) => typeof value === "number" };
const schema: Kind = { words: "a schema object", fits: isObject };
const schemas: Kind = {
  words: "a list of schema objects, at least one",
  fits: (value) => Array.isArray(value) && value.length > 0 && value.every(isObject),
};
const types = ["string", "number", "integer", "boolean", "object", "array", "null"];

const kinds: Readonly<Record<string, Kind>> = {
  title: text,
  "x-expected": text,
  "x-discriminator": text,
  "x-members": names,
  "x-sensitive": flag,
  deprecated: flag,
  uniqueItems: flag,
  "x-open-enum": names,
  "x-tolerance": names,
  required: names,
  "x-encoding": {
    words: "digits, json or repeat",
    fits: (value) => value === "digits" || value === "json" || value === "repeat",
  },
  type: {
    words: `one of ${types.join(", ")}, or a list of them`,
    fits: (value) =>
      types.includes(String(value)) || (isTextList(value) && value.every((each) => types.includes(each))),
  },
  const: { words: "text, a number, true, false or null", fits: isPrimitive },
  enum: {
    words: "a list of texts, numbers, true, false or null",
    fits: (value) => Array.isArray(value) && value.length > 0 && value.every(isPrimitive),
  },
  pattern: { words: "a regular expression that is valid with the flag u", fits: isPattern },
  dependentRequired: {
    words: "for each member a list of distinct texts",
    fits: (value) => isObject(value) && Object.keys(value).length > 0 && Object.values(value).every(isTextList),
  },
  additionalProperties: {
    words: "a schema object, or true or false",
    fits: (value) => isObject(value) || typeof value === "boolean",
  },
  ...Object.fromEntries(["items", "contains", "not", "if", "then"].map((keyword) => [keyword, schema])),
  ...Object.fromEntries(["allOf", "anyOf", "oneOf"].map((keyword) => [keyword, schemas])),
  minItems: count,
  minLength: count,
  maxLength: count,
  minimum: limit,
  exclusiveMinimum: limit,
  maximum: limit,
};

function isTextList(value: unknown): value is readonly string[] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    new Set(value).size === value.length &&
    value.every((each) => typeof each === "string" && each !== "")
  );
}

function isPrimitive(value: unknown): boolean {
  return value === null || typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}

function isPattern(value: unknown): boolean {
  if (typeof value !== "string") return false;
  try {
    return new RegExp(value, "u") instanceof RegExp;
  } catch {
    return false;
  }
}
