import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parseChallenges, parseMediaType, parseRetryAfter } from "../../src/util/header-field.ts";

const token = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_-]{0,9}$/);
const quotable = fc.stringMatching(/^[\t\x20-\x7e\x80-\xff]{0,20}$/);
const challenge = fc.record({
  scheme: token,
  parameters: fc.uniqueArray(fc.tuple(token, quotable), { selector: ([name]) => name.toLowerCase(), minLength: 1 }),
});

test("reads back every list of challenges that is written as the specification says (RFC 9110 §11.6.1)", () => {
  fc.assert(
    fc.property(fc.array(challenge), fc.constantFrom(", ", ",", " ,\t"), (challenges, comma) => {
      const field = challenges
        .map(
          ({ scheme, parameters }) =>
            `${scheme} ${parameters.map(([name, value]) => `${name}=${quote(value)}`).join(comma)}`,
        )
        .join(comma);
      assert.deepEqual(
        parseChallenges(field).map(({ scheme, parameters }) => [scheme, Object.entries(parameters).sort()]),
        challenges.map(({ scheme, parameters }) => [
          scheme.toLowerCase(),
          parameters.map(([name, value]) => [name.toLowerCase(), value]).sort(),
        ]),
      );
    }),
    { numRuns: 1000 },
  );
});

test("reads any field without failing", () => {
  const near = fc.string({ unit: fc.constantFrom(..."ab=,;/\"'\\ \t-(É") });
  fc.assert(
    fc.property(fc.oneof(near, fc.string({ unit: "binary" })), (field) => {
      for (const { scheme, parameters } of parseChallenges(field)) {
        assert.match(scheme, /^[!#$%&'*+.^_`|~\w-]+$/);
        for (const value of Object.values(parameters)) assert.equal(typeof value, "string");
      }
      assert.ok(parseMediaType(field) === undefined || field.includes("/"));
      const seconds = parseRetryAfter(field, 0);
      assert.ok(seconds === undefined || seconds >= 0);
    }),
    { numRuns: 5000 },
  );
});

for (const piece of [
  " ",
  "a",
  "a ",
  "a=",
  "a,",
  "a='b, ",
  "a=b'",
  '"',
  '"\\',
  'a="',
  "a =",
  "a= ",
  "A b c=d ",
  "a b",
  "a==",
  "(",
  ",",
  "a;",
]) {
  test(`takes linear time for ${JSON.stringify(piece)} over and over`, () => {
    const field = `Bearer ${piece.repeat(200_000 / piece.length)}x`;
    const start = performance.now();
    parseChallenges(field);
    parseMediaType(`a/b;${field}`);
    parseMediaType(field);
    assert.ok(performance.now() - start < 2000);
  });
}

function quote(value: string): string {
  return `"${value.replace(/["\\]/g, "\\$&")}"`;
}
