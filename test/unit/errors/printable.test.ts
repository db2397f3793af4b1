import assert from "node:assert/strict";
import { test } from "node:test";
import { printable, quotePrintable } from "../../../src/errors/printable.ts";

const texts: readonly (readonly [text: string, shown: string])[] = [
  ["plain text, é € 😀", "plain text, é € 😀"],
  ["a\r\nb", "a\\u000d\\u000ab"],
  ["\0\x1b[31m\x7f\x85", "\\u0000\\u001b[31m\\u007f\\u0085"],
  ["\u2028\u2029", "\\u2028\\u2029"],
  ["\u202Eevil\u2066", "\\u202eevil\\u2066"],
  ["\ufeff\u200b", "\\ufeff\\u200b"],
  ["\u{e0041}", "\\u{e0041}"],
  ["\ud800", "\\ud800"],
];

for (const [text, shown] of texts) {
  test(`printable: ${JSON.stringify(text)} is shown as ${shown}`, () => {
    assert.equal(printable(text), shown);
  });
}

test("printable: cuts long text, at 500 characters unless told otherwise", () => {
  assert.equal(printable("x".repeat(500)), "x".repeat(500));
  assert.equal(printable("x".repeat(501)), `${"x".repeat(500)}…`);
  assert.equal(printable("abcdef", 3), "abc…");
  assert.equal(printable("ab😀", 3), "ab\\ud83d…");
});

test("quotePrintable: puts text in quotes that it cannot leave, cut at 200 characters", () => {
  assert.equal(quotePrintable('a"b\\\n\u202e'), '"a\\"b\\\\\\n\\u202e"');
  assert.equal(quotePrintable("x".repeat(300)), `"${"x".repeat(200)}…"`);
  assert.equal(quotePrintable("abc", 2), '"ab…"');
});
