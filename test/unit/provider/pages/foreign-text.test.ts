import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { cleanForeignText, initialOf } from "../../../../src/provider/pages/foreign-text.ts";

test("foreign text: what hides or turns is gone, what people write stays", () => {
  const cases = [
    ["  Photo\r\n\tPrint ", "Photo Print"],
    ["a\u202eb\u2066c\u200bd\ufeffe\u00ad", "abcd e"],
    ["a\u0000\u007f\u2028b", "a b"],
    ["می\u200cخواهم", "می\u200cخواهم"],
    ["👩\u200d🚀 App", "👩\u200d🚀 App"],
    [`Z${"\u0301".repeat(50)}`, `Z${"\u0301".repeat(4)}`],
    ["\ud800x", "x"],
    ["\u3164\u2800 \u200d", ""],
    ["日本語", "日本語"],
  ] as const;
  for (const [given, want] of cases) assert.equal(cleanForeignText(given), want, JSON.stringify(given));
});

test("foreign text: long text is cut between characters", () => {
  assert.equal(cleanForeignText("x".repeat(81)), `${"x".repeat(79)}…`);
  assert.equal(cleanForeignText("x".repeat(80)), "x".repeat(80));
  assert.equal(cleanForeignText("😀😀😀", 2), "😀…");
  assert.equal(cleanForeignText("x".repeat(1_000_000)).length, 80);
});

test("foreign text: a letter or a digit stands for a picture", () => {
  assert.deepEqual(["photo", " «éclair»", "7up", "…", "日本", "ß"].map(initialOf), ["P", "É", "7", "•", "日", "SS"]);
});

test("foreign text: whatever comes, one line comes out that is short, well formed, and the same when cleaned again", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.integer({ min: 1, max: 40 }), (text, maxLength) => {
      const clean = cleanForeignText(text, maxLength);
      assert.ok([...clean].length <= maxLength);
      assert.doesNotMatch(clean, /[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069\u2028\u2029]/u);
      assert.equal(cleanForeignText(clean, maxLength), clean);
    }),
  );
});
