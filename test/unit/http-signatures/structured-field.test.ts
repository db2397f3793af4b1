import assert from "node:assert/strict";
import { test } from "node:test";
import {
  formatMember,
  isInnerList,
  parseDictionary,
  parseItem,
} from "../../../src/http-signatures/structured-field.ts";

function rewrite(text: string): string | undefined {
  const members = parseDictionary(text);
  return members === undefined
    ? undefined
    : [...members].map(([name, member]) => `${name}=${formatMember(member)}`).join(", ");
}

const accepted: readonly (readonly [title: string, given: string, want: string])[] = [
  ["nothing", "", ""],
  ["an empty list", "sig=()", "sig=()"],
  ["a list with parameters", 'sig=("@method" "a;b");created=1;keyid="k"', 'sig=("@method" "a;b");created=1;keyid="k"'],
  ["spaces where they may be", ' sig=(  "a"   "b"  ); x;  y=?0 ', 'sig=("a" "b");x;y=?0'],
  ["parameters of items", 'sig=("a";req "b";key="x")', 'sig=("a";req "b";key="x")'],
  ["several members", "a=:AQ==:,\t b=:AgM=: , c=:BAUG:", "a=:AQ==:, b=:AgM=:, c=:BAUG:"],
  ["escapes", String.raw`a="\"\\"`, String.raw`a="\"\\"`],
  ["numbers in their one form", "a=007, b=-0, c=-15", "a=7, b=0, c=-15"],
  ["tokens and booleans", "a=foo/bar:*, b=?1, c", "a=foo/bar:*, b=?1, c=?1"],
  ["a name without a value, with parameters", "a;x=1", "a=?1;x=1"],
];

for (const [title, given, want] of accepted)
  test(`reads ${title} (RFC 8941 §4.2)`, () => assert.equal(rewrite(given), want));

const refused: readonly (readonly [title: string, given: string])[] = [
  ["a comma at the end", "a=1,"],
  ["a comma at the beginning", ",a=1"],
  ["two commas", "a=1,,b=2"],
  ["no comma between members", "a=1 b=2"],
  ["a member twice", "a=1, a=2"],
  ["a parameter twice", "a=1;x=1;x=2"],
  ["a name in upper case", "A=1"],
  ["a name that begins with a digit", "1a=1"],
  ["no value after the sign", "a="],
  ["no parameter after the semicolon", "a=1;"],
  ["a parameter without its value", "a=1;x="],
  ["a list that is not closed", 'a=("x"'],
  ["items without a space between them", 'a=("x""y")'],
  ["a list in a list", "a=((1))"],
  ["text that is not closed", 'a="x'],
  ["an escape of another character", String.raw`a="\x"`],
  ["a control character", 'a="\n"'],
  ["a character beyond ASCII", 'a="ä"'],
  ["a decimal", "a=1.5"],
  ["a number of sixteen digits", "a=1234567890123456"],
  ["octets without their padding", "a=:AQ:"],
  ["octets with bits set beyond the last", "a=:AR==:"],
  ["octets of the URL alphabet", "a=:-_-_:"],
  ["octets that are not closed", "a=:AQ=="],
  ["a tab in a list", 'a=("x"\t"y")'],
  ["a text of more than 16 KiB", `a="${"x".repeat(16_384)}"`],
  ["more than 128 members", Array.from({ length: 129 }, (_, index) => `a${index}`).join(",")],
  ["a list of more than 128 items", `a=(${"1 ".repeat(129)})`],
  ["more than 128 parameters", `a=1${Array.from({ length: 129 }, (_, index) => `;a${index}`).join("")}`],
];

for (const [title, given] of refused)
  test(`refuses ${title} (RFC 8941 §4.2)`, () => assert.equal(parseDictionary(given), undefined));

test("reads one item and nothing behind it", () => {
  assert.deepEqual(parseItem('"a";req')?.parameters.get("req"), true);
  assert.equal(parseItem('"a" '), undefined);
  assert.equal(parseItem(`"${"x".repeat(16_384)}"`), undefined);
});

test("tells lists from items", () => {
  const members = parseDictionary("a=(), b=1");
  assert.deepEqual(
    [isInnerList(members?.get("a")), isInnerList(members?.get("b")), isInnerList(undefined)],
    [true, false, false],
  );
});
