import assert from "node:assert/strict";
import { test } from "node:test";
import { parseFormText } from "../../../src/exchange/form-text.ts";

const forms: readonly (readonly [string, readonly (readonly [string, string])[]])[] = [
  ["a=b", [["a", "b"]]],
  ["a=", [["a", ""]]],
  [
    "a=b&c.d-e_f=x+y%20z",
    [
      ["a", "b"],
      ["c.d-e_f", "x y z"],
    ],
  ],
  ["\r\na==b\n", [["a", "=b"]]],
];

for (const [text, parameters] of forms) {
  test(`parseFormText: reads ${JSON.stringify(text)}`, () => {
    assert.deepEqual([...(parseFormText(text) ?? [])], parameters);
  });
}

for (const text of [
  "",
  " ",
  "a",
  "=b",
  "a=b&",
  "a=b&&c=d",
  "a=b c=d",
  "a=b&c",
  "<a=b>",
  "a=<b>",
  'a="b"',
  "a b=c",
  "{}",
  '{"a":"b&c=d"}',
]) {
  test(`parseFormText: finds no form in ${JSON.stringify(text)}`, () => {
    assert.equal(parseFormText(text), undefined);
  });
}
