import assert from "node:assert/strict";
import { test } from "node:test";
import { lintExamples } from "../../../codegen/lint/examples.ts";
import { specSet } from "./tiny-specs.ts";

const place = "rfc1/examples/answer.json";
const good = { id: "a", section: "1", valid: true, value: { word: "yes" } };

function lint(content: unknown, path = place): readonly (readonly [string, string])[] {
  return lintExamples(specSet({ [path]: content })).map(({ file, pointer, message, remedy }) => {
    assert.equal(file, path);
    return [pointer, `${message} ${remedy}`];
  });
}

test("accepts valid, invalid and abbreviated examples", () => {
  const issues = [{ pointer: "/word", keyword: "required" }];
  const invalid = { id: "b", section: "1", valid: false, value: null, issues };
  assert.deepEqual(lint([good, invalid, { ...good, id: "c", abbreviated: true, issues }]), []);
});

const refused: readonly (readonly [title: string, content: unknown, pointer: string, words: string])[] = [
  ["examples that are no array", good, "", "Examples are an array. See specs/README.md."],
  ["an example that is no object", ["a"], "/0", "An example is an object. See specs/README.md."],
  ["an example without id", [{ ...good, id: "" }], "/0/id", "An example needs id. Add it as text."],
  ["an id that is taken", [good, good], "/1/id", "The id a is taken. Ids are unique."],
  ["an example without section", [{ ...good, section: 1 }], "/0/section", "An example needs section. Add it as text."],
  ["an example without valid", [{ ...good, valid: "yes" }], "/0/valid", "An example needs valid. Write true or false."],
  [
    "an example without value",
    [{ id: "a", section: "1", valid: true }],
    "/0/value",
    "An example needs value. Add the message.",
  ],
  [
    "an issue without keyword",
    [{ ...good, valid: false, issues: [{ pointer: "" }] }],
    "/0/issues",
    "An issue has a pointer and a keyword, nothing else. See specs/README.md for the names.",
  ],
  [
    "an issue with more",
    [{ ...good, valid: false, issues: [{ pointer: "", keyword: "type", message: "x" }] }],
    "/0/issues",
    "An issue has a pointer and a keyword, nothing else. See specs/README.md for the names.",
  ],
  [
    "an unknown key",
    [{ ...good, "abreviated/": true }],
    "/0/abreviated~1",
    "An example has no abreviated/. It holds id, section, valid, value, raw, abbreviated, issues.",
  ],
  [
    "a section with its word",
    [{ ...good, section: "Section 3.1" }],
    "/0/section",
    'The section "Section 3.1" is more than its number or heading. Write 3.1.',
  ],
  [
    "an invalid example without issues",
    [{ ...good, valid: false }],
    "/0/issues",
    "An invalid example says what is wrong. List the issues that must be found.",
  ],
  [
    "a valid example with issues",
    [{ ...good, issues: [{ pointer: "", keyword: "type" }] }],
    "/0/issues",
    "A valid example has no issues. Set valid to false, or abbreviated to true.",
  ],
];

for (const [title, content, pointer, words] of refused) {
  test(`refuses ${title}`, () => {
    assert.deepEqual(lint(content), [[pointer, words]]);
  });
}

test("refuses examples of no message", () => {
  assert.deepEqual(lint([], "rfc1/examples/question.json"), [
    [
      "",
      "There is no message question to check these examples against. Name the file after a composition that is no union.",
    ],
  ]);
});
