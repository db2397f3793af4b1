import assert from "node:assert/strict";
import { test } from "node:test";
import { createUserCode, readUserCode, showUserCode } from "../../../../src/provider/device/user-code.ts";

test("createUserCode: each of the twenty letters has the same chance (RFC 8628 §6.1)", () => {
  let next = 0;
  const counted = createCounter();
  const random = (length: number): Uint8Array => Uint8Array.from({ length }, () => next++ % 256);
  for (let round = 0; round < 300; round += 1) for (const letter of createUserCode(random)) counted.count(letter);
  assert.deepEqual([...counted.counts.keys()].sort().join(""), "BCDFGHJKLMNPQRSTVWXZ");
  assert.deepEqual(new Set(counted.counts.values()), new Set([120]));
});

test("createUserCode: octets that would favour some letters are left out", () => {
  const octets = [255, 254, 240, 239, 0, 1, 2, 3, 4, 5, 6, 250, 7, 8, 9, 10];
  const random = (length: number): Uint8Array => Uint8Array.from(octets.splice(0, length));
  assert.equal(createUserCode(random), "ZBCDFGHJ");
});

test("showUserCode: two groups of four", () => {
  assert.equal(showUserCode("BCDFGHJK"), "BCDF-GHJK");
});

for (const [text, want] of [
  ["BCDF-GHJK", "BCDFGHJK"],
  ["bcdf ghjk", "BCDFGHJK"],
  ["  bc.df_gh–jk ", "BCDFGHJK"],
  ["BCDFGHJ", undefined],
  ["BCDFGHJKL", undefined],
  ["BCDFGHJA", undefined],
  ["BCDFGHJ1", undefined],
  ["", undefined],
  [`BCDFGHJK${" ".repeat(60)}`, undefined],
] as const) {
  test(`readUserCode: ${JSON.stringify(text.slice(0, 20))} is ${want ?? "none"} (RFC 8628 §6.1)`, () => {
    assert.equal(readUserCode(text), want);
  });
}

function createCounter(): { readonly counts: Map<string, number>; readonly count: (letter: string) => void } {
  const counts = new Map<string, number>();
  return { counts, count: (letter) => counts.set(letter, (counts.get(letter) ?? 0) + 1) };
}
