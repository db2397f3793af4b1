import { type JsonObject, pointerToken } from "../../../codegen/json.ts";
import { loadSpecs } from "../../../codegen/load.ts";
import type { SpecFiles, SpecSet } from "../../../codegen/model.ts";
import { SpecError, type SpecProblem } from "../../../codegen/problems.ts";

/** The smallest spec set that passes: one document, one scalar, one message. */
const tiny: Readonly<Record<string, unknown>> = {
  "rfc1/document.json": {
    id: "rfc1",
    label: "RFC 1",
    title: "Host Software",
    status: "standard",
    url: "https://rfc.example/1",
    sectionUrl: "https://rfc.example/1#section-{section}",
  },
  "common/token.schema.json": {
    $id: "common/token.schema.json",
    description: "A word.",
    "x-expected": "a word",
    type: "string",
    pattern: "^[a-z]+$",
  },
  "rfc1/answer.schema.json": {
    $id: "rfc1/answer.schema.json",
    description: "What RFC 1 defines for an answer.",
    "x-spec": { document: "rfc1", section: "1" },
    type: "object",
    required: ["word"],
    properties: {
      word: {
        description: "The word.",
        "x-spec": { document: "rfc1", section: "1.1", level: "required" },
        $ref: "../common/token.schema.json",
      },
    },
  },
  "messages/answer.schema.json": {
    $id: "messages/answer.schema.json",
    title: "Answer",
    description: "An answer.",
    "x-wire": "json",
    allOf: [{ $ref: "../rfc1/answer.schema.json" }],
  },
  "tolerances.json": [
    { name: "null-members", scope: "message", deviation: "D11", description: "null stands for absent." },
    { name: "scope-array", scope: "member", deviation: "D04", description: "scope as an array." },
    { name: "rs256-not-offered", scope: "rule", deviation: "D41", description: "RS256 is missing." },
  ],
};

/** The tiny set with files added, replaced, or removed (undefined). */
export function specFiles(changes: Readonly<Record<string, unknown>> = {}): SpecFiles {
  return new Map(Object.entries({ ...tiny, ...changes }).filter(([, content]) => content !== undefined));
}

/** The tiny set, loaded. */
export function specSet(changes: Readonly<Record<string, unknown>> = {}): SpecSet {
  return loadSpecs(specFiles(changes));
}

/** A contribution of rfc1 with the members given; `x-spec` and a description are added where a member has none. */
export function contribution(
  members: Readonly<Record<string, JsonObject>>,
  { document = "rfc1", name = "answer", ...others }: JsonObject & { document?: string; name?: string } = {},
): Readonly<Record<string, JsonObject>> {
  const $id = `${document}/${name}.schema.json`;
  const properties = Object.fromEntries(
    Object.entries(members).map(([member, schema]) => [
      member,
      {
        description: `About ${member}.`,
        "x-spec": { document, section: `2 ${pointerToken(member)}`, level: "optional" },
        ...schema,
      },
    ]),
  );
  return {
    [$id]: {
      $id,
      description: "Members.",
      "x-spec": { document, section: "2" },
      type: "object",
      properties,
      ...others,
    },
  };
}

/** A second document, so that two can speak about one member. */
export const secondDocument: Readonly<Record<string, JsonObject>> = {
  "rfc2/document.json": {
    id: "rfc2",
    label: "RFC 2",
    title: "More Host Software",
    status: "standard",
    url: "https://rfc.example/2",
  },
};

/** A composition of the documents' contributions of the same name. */
export function composition(name: string, documents: readonly string[], others: JsonObject = {}): JsonObject {
  const title = name.replaceAll(/(^|-)([a-z])/g, (_match, _dash, letter) => String(letter).toUpperCase());
  const allOf = documents.map((document) => ({ $ref: `../${document}/${name}.schema.json` }));
  return { $id: `messages/${name}.schema.json`, title, description: "A message.", "x-wire": "json", allOf, ...others };
}

/** The problems that a step throws, or none. */
export function problemsOf(step: () => unknown): readonly SpecProblem[] {
  try {
    step();
    return [];
  } catch (error) {
    if (error instanceof SpecError) return error.problems;
    throw error;
  }
}
