import assert from "node:assert/strict";
import { test } from "node:test";
import { commentLines, docComment, seeSections, wrap } from "../../../codegen/emit/jsdoc.ts";
import { specSet } from "./tiny-specs.ts";

test("writes a short comment on one line", () => {
  assert.equal(docComment(["A word."], "  "), "  /** A word. */\n");
});

test("parts paragraphs, keeps block tags together", () => {
  assert.equal(
    docComment(["A word.", "@see a", "@see b", "More."], ""),
    "/**\n * A word.\n *\n * @see a\n * @see b\n *\n * More.\n */\n",
  );
});

test("wraps prose at 120 columns, indentation included", () => {
  const lines = docComment([`${"word ".repeat(40)}end.`], "    ").split("\n");
  assert.ok(lines.length > 3);
  for (const line of lines) assert.ok(line.length <= 120, line);
  assert.ok(lines.some((line) => line.length > 112));
});

test("breaks neither a link nor code nor a long word, and begins no line with @", () => {
  assert.deepEqual(wrap("a {@link x | y z} b", 6), ["a", "{@link x | y z}", "b"]);
  assert.deepEqual(wrap("a `b c d e` f", 6), ["a", "`b c d e`", "f"]);
  assert.deepEqual(wrap("a aaaaaaaa b", 4), ["a", "aaaaaaaa", "b"]);
  assert.deepEqual(wrap("aaaa @b c", 4), ["aaaa @b", "c"]);
  assert.deepEqual(wrap("", 4), [""]);
});

test("a description cannot end the comment", () => {
  assert.deepEqual(commentLines(["Media type */* here."], 0), ["Media type *\\/* here."]);
});

test("never wraps a block tag", () => {
  const tag = `@see {@link https://x.example/${"a".repeat(120)} | X}`;
  assert.deepEqual(commentLines([tag], 0), [tag]);
});

const document = { id: "rfc1", label: "RFC 1", title: "T", status: "standard", url: "https://rfc.example/1" };
const sectioned = { ...document, sectionUrl: "https://rfc.example/1#section-{section}" };
const sections: readonly (readonly [title: string, document: unknown, section: string, want: string])[] = [
  ["a numbered section", sectioned, "5.1", "@see {@link https://rfc.example/1#section-5.1 | RFC 1 §5.1}"],
  ["an appendix", sectioned, "A.2", "@see {@link https://rfc.example/1#section-A.2 | RFC 1 §A.2}"],
  [
    "several sections, linked to the first",
    sectioned,
    "5.1, 5.2",
    "@see {@link https://rfc.example/1#section-5.1 | RFC 1, 5.1, 5.2}",
  ],
  ["a heading", document, "Issuer Metadata", "@see {@link https://rfc.example/1 | RFC 1, Issuer Metadata}"],
  ["an unknown document", undefined, "5", "@see rfc1 §5"],
];

for (const [title, content, section, want] of sections) {
  test(`cites ${title}`, () => {
    const specs = specSet({ "rfc1/document.json": content });
    assert.deepEqual(seeSections([{ document: "rfc1", section, level: undefined }], specs), [want]);
  });
}

test("cites a section once", () => {
  const origin = { document: "rfc1", section: "1", level: undefined };
  assert.equal(seeSections([origin, { ...origin, level: "optional" }], specSet()).length, 1);
});
