import assert from "node:assert/strict";
import { test } from "node:test";
import { equalConstantTime } from "../../../src/util/constant-time.ts";

for (const text of ["", "a", "state-value", "é", "\u{1f511}", "\ud800", "\0"]) {
  test(`${JSON.stringify(text)} equals itself`, () => assert.equal(equalConstantTime(text, `${text}`), true));
}

const different: readonly (readonly [a: string, b: string])[] = [
  ["", "a"],
  ["a", "b"],
  ["aa", "ab"],
  ["ba", "aa"],
  ["abc", "ab"],
  ["a", "a\0"],
  ["", "\0"],
  ["é", "e\u0301"],
  ["\ud800", "\ud801"],
  ["\ud800", "\ufffd"],
];

for (const [a, b] of different) {
  test(`${JSON.stringify(a)} differs from ${JSON.stringify(b)}, either way round`, () => {
    assert.equal(equalConstantTime(a, b), false);
    assert.equal(equalConstantTime(b, a), false);
  });
}
