import assert from "node:assert/strict";
import { test } from "node:test";
import { printKey, printMember, printStrings } from "../../../codegen/emit/print.ts";

test("quotes a key only where it has to be", () => {
  assert.deepEqual(["token_type", "$x", "x5t#S256", "1st", "a-b", ""].map(printKey), [
    "token_type",
    "$x",
    '"x5t#S256"',
    '"1st"',
    '"a-b"',
    '""',
  ]);
});

test("prints short lists on one line, long ones over several", () => {
  assert.equal(printStrings("a: ", ["x", 'q"'], "  "), '  a: ["x", "q\\""],');
  const long = "l".repeat(70);
  assert.equal(printStrings("a: ", [long, "x"], "  "), `  a: ["${long}", "x"],`);
  assert.equal(printStrings("a: ", [long, long], "  "), `  a: [\n    "${long}",\n    "${long}",\n  ],`);
});

const a = `"${"a".repeat(60)}"`;
const b = `"${"b | ".repeat(12)}"`;
const members: readonly (readonly [title: string, given: string, want: string])[] = [
  ["a short member", "readonly a?: string;", "  readonly a?: string;"],
  ["a long union", `readonly a?: ${a} | ${b};`, `  readonly a?:\n    | ${a}\n    | ${b};`],
  ["a long union behind a quoted name", `readonly "a#b"?: ${a} | ${b};`, `  readonly "a#b"?:\n    | ${a}\n    | ${b};`],
  [
    "a long union inside brackets, which stays",
    `readonly a?: readonly (${a} | ${b})[];`,
    `  readonly a?: readonly (${a} | ${b})[];`,
  ],
  ["a long type without alternatives", `readonly a: ${a.repeat(3)};`, `  readonly a: ${a.repeat(3)};`],
];

for (const [title, given, want] of members) {
  test(`prints ${title}`, () => {
    assert.equal(printMember(given, "  "), want);
  });
}

test("prints a long type alias", () => {
  const names = Array.from({ length: 12 }, (_each, index) => `TokenRequest${index}`);
  const want = `export type T =\n${names.map((name) => `  | ${name}`).join("\n")};`;
  assert.equal(printMember(`export type T = ${names.join(" | ")};`, ""), want);
});
