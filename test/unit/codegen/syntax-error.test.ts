import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { locateSyntaxError } from "../../../codegen/syntax-error.ts";

const cases: readonly (readonly [title: string, text: string, place: string])[] = [
  ["nothing", "", "line 1, column 1"],
  ["an object that does not end", "{", "line 1, column 2"],
  ["an array that does not end", "[1, 2", "line 1, column 6"],
  ["a comma too many in an object", '{\n  "a": 1,\n}', "line 3, column 1"],
  ["a comma too many in an array", "[1,]", "line 1, column 4"],
  ["a missing comma", '{\n  "a": 1\n  "b": 2\n}', "line 3, column 3"],
  ["a missing colon", '{"a" 1}', "line 1, column 6"],
  ["a missing value", '{"a": }', "line 1, column 7"],
  ["a name without quotes", "{a: 1}", "line 1, column 2"],
  ["a misspelt word", '{"a": tru}', "line 1, column 7"],
  ["a number with a leading zero", "[01]", "line 1, column 3"],
  ["text that does not end", '["a\n"]', "line 1, column 2"],
  ["a wrong escape", '["\\x"]', "line 1, column 2"],
  ["something after the end", "{}\r\n{}", "line 2, column 1"],
  ["a comment", "[\n// no\n]", "line 2, column 1"],
];

for (const [title, text, place] of cases) {
  test(`finds ${title}`, () => {
    assert.throws(() => JSON.parse(text), SyntaxError);
    assert.equal(locateSyntaxError(text), place);
  });
}

test("reads any JSON to its end, so that a fault after it is found there", () => {
  fc.assert(
    fc.property(fc.json(), fc.nat(4), (text, indent) => {
      const printed = JSON.stringify(JSON.parse(text), undefined, indent);
      const lines = printed.split("\n");
      const column = (lines.at(-1)?.length ?? 0) + 2;
      assert.equal(locateSyntaxError(`${printed} !`), `line ${lines.length}, column ${column}`);
    }),
  );
});
