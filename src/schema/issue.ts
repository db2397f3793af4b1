import type { MessageSchema, ValidatorProblem } from "../../generated/message-schema.ts";
import type { SpecificationReference } from "../errors/auth-error.ts";
import { specification } from "../errors/specification.ts";
import type { ValidationIssue } from "../errors/validation-error.ts";
import { appendPointer } from "./pointer.ts";

/** Puts a validator's problem into words: pointer, sentence, section, and the tolerances that would admit it. */
export function describeProblem(
  schema: MessageSchema<unknown>,
  problem: ValidatorProblem,
  tolerances: readonly string[] = [],
): ValidationIssue {
  const { keyword, rule } = problem;
  return {
    pointer: pointerOf(problem),
    keyword,
    message: rule?.[0].replace(/\.$/, "") ?? (words[keyword] ?? otherwise)(problem.params, keyword),
    specification: reference(problem.spec ?? schema.spec),
    tolerances,
  };
}

/** The pointer of the member that a problem is about, a missing one included. */
export function pointerOf({ instancePath, params }: ValidatorProblem): string {
  const member = params.missingProperty ?? params.additionalProperty;
  return typeof member === "string" ? appendPointer(instancePath, member) : instancePath;
}

/** The section in which a message itself defines a member; of `name#tag`, the one that lets `name` carry a language tag. */
export function sectionOf({ members, localized }: MessageSchema<unknown>, member: string): string | undefined {
  if (Object.hasOwn(members, member)) return members[member];
  const [, name = ""] = /^([^#]+)#./.exec(member) ?? [];
  return Object.hasOwn(localized, name) ? localized[name] : undefined;
}

function reference(spec: string): SpecificationReference | undefined {
  const space = spec.indexOf(" ");
  return space < 0 ? undefined : specification(spec.slice(0, space), spec.slice(space + 1));
}

function otherwise(_params: ValidatorProblem["params"], keyword: string): string {
  return `breaks the rule ${keyword}`;
}

function typeWords(type: unknown): string {
  const names = String(type)
    .split(",")
    .map((name) => typeNames[name] ?? name);
  return `must be ${names.join(" or ")}`;
}

const typeNames: Readonly<Record<string, string>> = {
  string: "a string",
  number: "a number",
  integer: "an integer",
  boolean: "true or false",
  object: "a JSON object",
  array: "an array",
  null: "null",
};

const words: Readonly<Record<string, (params: ValidatorProblem["params"]) => string>> = {
  required: () => "is required",
  additionalProperties: () => "is not a member of this message; pass other parameters as extra",
  forbidden: () => "must not be present",
  type: ({ type }) => typeWords(type),
  format: ({ expected }) => `must be ${String(expected)}`,
  enum: ({ allowedValues }) => `must be one of ${String(allowedValues).replaceAll(",", ", ")}`,
  const: ({ allowedValue }) => `must be ${JSON.stringify(allowedValue)}`,
  pattern: ({ pattern }) => `must match ${String(pattern)}`,
  minimum: ({ limit }) => `must be ${String(limit)} or more`,
  maximum: ({ limit }) => `must be ${String(limit)} or less`,
  exclusiveMinimum: ({ limit }) => `must be more than ${String(limit)}`,
  minItems: ({ limit }) => `must have at least ${String(limit)} element${limit === 1 ? "" : "s"}`,
  minLength: ({ limit }) => `must have at least ${String(limit)} character${limit === 1 ? "" : "s"}`,
  maxLength: ({ limit }) => `must have at most ${String(limit)} characters`,
  uniqueItems: () => "must not hold an element twice",
  contains: () => "lacks a required element",
};
