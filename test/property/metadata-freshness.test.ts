import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { readMaxAgeSeconds } from "../../src/metadata/freshness.ts";

const visible = fc.stringMatching(/^[\x20-\x7e]{0,60}$/);

test("reads any Cache-Control field without failing, as nothing or a bounded number", () => {
  fc.assert(
    fc.property(visible, visible, (cacheControl, age) => {
      const seconds = readMaxAgeSeconds(new Headers({ "cache-control": cacheControl, age }));
      assert.ok(seconds === undefined || (Number.isInteger(seconds) && seconds >= 0 && seconds <= 2 ** 31));
    }),
    { numRuns: 1000 },
  );
});

test("finds max-age wherever it stands in the field", () => {
  const other = fc.constantFrom("public", "private", 'x="a, b"', "s-maxage=1", "immutable", "");
  fc.assert(
    fc.property(fc.nat(86_400), fc.array(other), fc.array(other), (seconds, before, after) => {
      const field = [...before, `max-age=${seconds}`, ...after].join(", ");
      assert.equal(readMaxAgeSeconds(new Headers({ "cache-control": field })), seconds);
    }),
  );
});

for (const [title, field] of [
  ["an endless quoted string", `a="${"\\".repeat(60_001)}`],
  ["an endless name", `${"a".repeat(60_000)}(`],
  ["an endless argument", `a=${"b".repeat(60_000)}"`],
  ["many quotes", '"\\"'.repeat(20_000)],
  ["many commas", ",".repeat(60_000)],
] as const) {
  test(`reads ${title} in linear time`, () => {
    const start = performance.now();
    readMaxAgeSeconds(new Headers({ "cache-control": field }));
    assert.ok(performance.now() - start < 1000);
  });
}
