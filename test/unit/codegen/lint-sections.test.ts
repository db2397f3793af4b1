import assert from "node:assert/strict";
import { test } from "node:test";
import { findSectionFault, lintSections } from "../../../codegen/lint/sections.ts";
import { specSet } from "./tiny-specs.ts";

test("accepts numbers, appendices and headings", () => {
  for (const section of ["5.1", "A.1", "2, 3.1", "Errors", "Client Attestation JWT", "Sectional overview"])
    assert.equal(findSectionFault(section), undefined, section);
});

const refused: readonly (readonly [section: string, remedy: string])[] = [
  ["§5.1", "Write 5.1."],
  ["§ 5.1", "Write 5.1."],
  ["Section 5.1", "Write 5.1."],
  ["sec. 5.1", "Write 5.1."],
  ["§2, §3", "Write one number or heading."],
  ["§", "Write one number or heading."],
];

for (const [section, remedy] of refused) {
  test(`refuses ${section}`, () => {
    const message = `The section "${section}" is more than its number or heading.`;
    assert.deepEqual(findSectionFault(section), { message, remedy });
  });
}

test("refuses such sections in document.json, and sections without words", () => {
  const document = { id: "rfc1", label: "RFC 1", title: "T", status: "standard", url: "https://rfc.example/1" };
  const sections = { "1": "One", "§2": "Two", "3/4": "", "5": 5 };
  assert.deepEqual(lintSections(specSet({ "rfc1/document.json": { ...document, sections } })), [
    {
      file: "rfc1/document.json",
      pointer: "/sections/5",
      message: "Nothing says what 5 is about.",
      remedy: "Write a few words.",
    },
    {
      file: "rfc1/document.json",
      pointer: "/sections/§2",
      message: 'The section "§2" is more than its number or heading.',
      remedy: "Write 2.",
    },
    {
      file: "rfc1/document.json",
      pointer: "/sections/3~14",
      message: "Nothing says what 3/4 is about.",
      remedy: "Write a few words.",
    },
  ]);
});
