import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { createParameterList } from "../../src/util/parameter-list.ts";
import { appendQuery } from "../../src/util/url.ts";

const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 8 }),
  fc.constantFrom("__proto__", "constructor", "a", "b"),
);
const pair = fc.tuple(
  text.filter((name) => name !== "" && isWellFormed(name)),
  text.filter((value) => isWellFormed(value)),
);
const pairs = fc.array(pair, { maxLength: 8 });

test("reads back as form text what it wrote, in order", () => {
  fc.assert(
    fc.property(pairs, (entries) => {
      const list = createParameterList(entries);
      assert.deepEqual(createParameterList(list.toString()).entries, entries);
      assert.deepEqual(createParameterList(list.toURLSearchParams()).entries, entries);
    }),
    { numRuns: 1000 },
  );
});

test("a URL carries every value as it was, encoded once (RFC 6749 §3.1)", () => {
  fc.assert(
    fc.property(pairs, (entries) => {
      const url = new URL(
        appendQuery("https://id.example.com/authorize?tenant=a%20b", createParameterList(entries).entries),
      );
      assert.deepEqual([...url.searchParams], [["tenant", "a b"], ...entries]);
      assert.equal(url.hash, "");
    }),
    { numRuns: 1000 },
  );
});

test("a list holds after adding what it held before, except for what was replaced", () => {
  fc.assert(
    fc.property(pairs, pair, fc.constantFrom("none", "all"), (entries, [name, value], replace) => {
      const list = createParameterList(entries).add(name, value, { replace });
      assert.deepEqual(
        list.entries.filter(([other]) => other !== name),
        entries.filter(([other]) => other !== name),
      );
      assert.deepEqual(
        list.getAll(name),
        replace === "all" ? [value] : [...createParameterList(entries).getAll(name), value],
      );
    }),
    { numRuns: 1000 },
  );
});

/** Half a character has no form in UTF-8, so it cannot come back. */
function isWellFormed(value: string): boolean {
  return !/\p{Surrogate}/u.test(value);
}
