import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonObject } from "../../../codegen/json.ts";
import { lintContribution } from "../../../codegen/lint/members.ts";
import { lintRules } from "../../../codegen/lint/rules.ts";
import { contribution, specSet } from "./tiny-specs.ts";

function lint(files: Readonly<Record<string, unknown>>): readonly (readonly [string, string])[] {
  const specs = specSet(files);
  const file = specs.contributions.get("rfc1/answer");
  assert.ok(file !== undefined);
  return [...lintContribution(file, specs), ...lintRules(file)].map((problem) => {
    assert.equal(problem.file, "rfc1/answer.schema.json");
    return [problem.pointer, `${problem.message} ${problem.remedy}`];
  });
}

const rule = { description: "A and b come together.", "x-spec": { document: "rfc1", section: "3" } };
const spec = (level: string): JsonObject => ({ "x-spec": { document: "rfc1", section: "2", level } });

const accepted: readonly (readonly [title: string, files: Readonly<Record<string, unknown>>])[] = [
  ["the tiny set", {}],
  [
    "every level",
    contribution({ a: spec("recommended"), b: spec("conditional"), c: spec("deprecated"), d: spec("optional") }),
  ],
  ["a forbidden member", contribution({ a: { ...spec("forbidden"), not: {} } })],
  ["a tolerance on a member without trust", contribution({ scope: { "x-tolerance": ["scope-array"] } })],
  [
    "tolerances of a rule and of a message on a rule",
    contribution(
      {},
      { allOf: [{ ...rule, "x-tolerance": ["rs256-not-offered", "null-members"], not: { required: ["a"] } }] },
    ),
  ],
  ["a rule", contribution({}, { allOf: [{ ...rule, dependentRequired: { a: ["b"] } }] })],
  [
    "well-known values of text, lists and members typed elsewhere",
    contribution({
      a: { type: "string", "x-open-enum": ["x"] },
      b: { type: "array", "x-open-enum": ["x"] },
      c: { "x-open-enum": ["x"] },
      d: { $ref: "../common/token.schema.json", "x-open-enum": ["x"] },
    }),
  ],
];

for (const [title, files] of accepted) {
  test(`accepts ${title}`, () => {
    assert.deepEqual(lint(files), []);
  });
}

const levels = "required, recommended, optional, conditional, forbidden, deprecated";
const refused: readonly (readonly [
  title: string,
  files: Readonly<Record<string, unknown>>,
  want: readonly (readonly [pointer: string, words: string])[],
])[] = [
  [
    "a folder without document.json",
    { "rfc1/document.json": undefined },
    [["", "specs/rfc1 has no document.json. Describe the document: id, label, title, url, status."]],
  ],
  [
    "a member without description",
    contribution({ a: { description: " " } }),
    [["/properties/a", "There is no description. Say what it is, in our own words."]],
  ],
  [
    "a member of another document",
    contribution({ a: { "x-spec": { document: "rfc2", section: "1", level: "optional" } } }),
    [["/properties/a/x-spec", "x-spec does not name the document of this folder. Set document to rfc1."]],
  ],
  [
    "a member without section",
    contribution({ a: { "x-spec": { document: "rfc1", level: "optional" } } }),
    [["/properties/a/x-spec", "x-spec has no section. Name the section that defines it."]],
  ],
  [
    "a member without level",
    contribution({ a: { "x-spec": { document: "rfc1", section: "1" } } }),
    [["/properties/a/x-spec/level", `a has no level. Use one of ${levels}.`]],
  ],
  [
    "an unknown level",
    contribution({ a: spec("must") }),
    [["/properties/a/x-spec/level", `a has the level must, which is none. Use one of ${levels}.`]],
  ],
  [
    "a level that is no text",
    contribution({ a: { "x-spec": { document: "rfc1", section: "1", level: 1 } } }),
    [["/properties/a/x-spec/level", `a has the level 1, which is none. Use one of ${levels}.`]],
  ],
  [
    "a section with its sign",
    contribution({ a: { "x-spec": { document: "rfc1", section: "§5.1", level: "optional" } } }),
    [["/properties/a/x-spec/section", 'The section "§5.1" is more than its number or heading. Write 5.1.']],
  ],
  [
    "a further member of x-spec",
    contribution({ a: { "x-spec": { document: "rfc1", section: "1", level: "optional", page: 2 } } }),
    [["/properties/a/x-spec/page", "x-spec has no page. It holds document, section and level."]],
  ],
  [
    "a required member without level required",
    contribution({ a: {} }, { required: ["a"] }),
    [["/properties/a/x-spec/level", "a is in required, its level is optional. Set the level to required."]],
  ],
  [
    "a forbidden member of another level",
    contribution({ a: { not: {} } }),
    [["/properties/a/x-spec/level", "a is forbidden, its level is optional. Set the level to forbidden."]],
  ],
  [
    "the level forbidden on a member that is allowed",
    contribution({ a: spec("forbidden") }),
    [["/properties/a/x-spec/level", 'a has the level forbidden, but is allowed. Write "not": {} and no type.']],
  ],
  [
    "an unknown tolerance",
    contribution({ scope: { "x-tolerance": ["scope-comma"] } }),
    [
      [
        "/properties/scope/x-tolerance",
        "scope-comma is not a tolerance of a member. Use a name of specs/tolerances.json: scope-array.",
      ],
    ],
  ],
  [
    "a message's tolerance on a member",
    contribution({ scope: { "x-tolerance": ["null-members"] } }),
    [
      [
        "/properties/scope/x-tolerance",
        "null-members is not a tolerance of a member. Use a name of specs/tolerances.json: scope-array.",
      ],
    ],
  ],
  ...["iss", "aud", "token_endpoint", "id_token_signing_alg_values_supported", "access_token", "cnf", "c_hash"].map(
    (name): readonly [string, Readonly<Record<string, unknown>>, readonly (readonly [string, string])[]] => [
      `a tolerance on ${name}, which carries trust`,
      contribution({ [name]: { "x-tolerance": ["scope-array"] } }),
      [[`/properties/${name}/x-tolerance`, `${name} carries trust and never gets a tolerance. Remove x-tolerance.`]],
    ],
  ),
  [
    "well-known values of a number",
    contribution({ a: { type: "integer", "x-open-enum": ["x"] } }),
    [
      [
        "/properties/a/x-open-enum",
        "x-open-enum lists texts, and a holds none. Remove it, or give the member a scalar or list of text.",
      ],
    ],
  ],
  [
    "well-known values of a message",
    contribution({ a: { $ref: "../messages/answer.schema.json", "x-open-enum": ["x"] } }),
    [
      [
        "/properties/a/x-open-enum",
        "x-open-enum lists texts, and a holds none. Remove it, or give the member a scalar or list of text.",
      ],
    ],
  ],
  [
    "a member's tolerance on a rule",
    contribution({}, { allOf: [{ ...rule, "x-tolerance": ["scope-array"], not: { required: ["a"] } }] }),
    [
      [
        "/allOf/0/x-tolerance",
        "scope-array is not a tolerance of a rule. Use a name of specs/tolerances.json: null-members, rs256-not-offered.",
      ],
    ],
  ],
  [
    "a rule without description",
    contribution({}, { allOf: [{ "x-spec": rule["x-spec"], not: { required: ["a"] } }] }),
    [["/allOf/0", "There is no description. Say what it is, in our own words."]],
  ],
  [
    "a rule without section",
    contribution({}, { allOf: [{ ...rule, not: { required: ["a"] }, "x-spec": { document: "rfc1" } }] }),
    [["/allOf/0/x-spec", "x-spec has no section. Name the section that defines it."]],
  ],
  [
    "a contribution that composes",
    contribution({}, { allOf: [{ ...rule, $ref: "../rfc2/answer.schema.json" }] }),
    [["/allOf/0", "A contribution composes nothing. Move the $ref to specs/messages."]],
  ],
  [
    "a rule that says nothing",
    contribution({}, { allOf: [rule] }),
    [
      [
        "/allOf/0",
        "A rule says one thing, this one nothing. Write one of dependentRequired, not, anyOf, oneOf, or if with then.",
      ],
    ],
  ],
  [
    "a rule that says two things",
    contribution({}, { allOf: [{ ...rule, not: { required: ["a"] }, anyOf: [{ required: ["b"] }] }] }),
    [
      [
        "/allOf/0",
        "A rule says one thing, this one not and anyOf. Write one of dependentRequired, not, anyOf, oneOf, or if with then.",
      ],
    ],
  ],
  [
    "a localized member without description",
    contribution({}, { patternProperties: { "^a#": { type: "string", ...spec("optional") } } }),
    [["/patternProperties/^a#", "There is no description. Say what it is, in our own words."]],
  ],
];

for (const [title, files, want] of refused) {
  test(`refuses ${title}`, () => {
    assert.deepEqual(lint(files), want);
  });
}
