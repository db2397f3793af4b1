import assert from "node:assert/strict";
import { test } from "node:test";
import { isSameJson } from "../../../src/util/json-equal.ts";

const cases: readonly [one: unknown, other: unknown, want: boolean][] = [
  [1, 1, true],
  [1, "1", false],
  [null, null, true],
  [null, {}, false],
  [undefined, undefined, true],
  [undefined, null, false],
  [[1, [2]], [1, [2]], true],
  [[1, 2], [2, 1], false],
  [[1], [1, 2], false],
  [[], {}, false],
  [{ a: 1, b: { c: 2 } }, { b: { c: 2 }, a: 1 }, true],
  [{ a: 1 }, { a: 1, b: 2 }, false],
  [{ a: undefined }, { b: undefined }, false],
  [{ a: 1 }, { a: 2 }, false],
];

for (const [one, other, want] of cases) {
  test(`isSameJson: ${JSON.stringify(one)} and ${JSON.stringify(other)}: ${want}`, () => {
    assert.equal(isSameJson(one, other), want);
    assert.equal(isSameJson(other, one), want);
  });
}
