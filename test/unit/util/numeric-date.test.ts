import assert from "node:assert/strict";
import { test } from "node:test";
import { parseNumericDate, toNumericDate } from "../../../src/util/numeric-date.ts";

for (const [iso, seconds] of [
  ["1970-01-01T00:00:00.000Z", 0],
  ["2011-03-22T18:43:00.000Z", 1_300_819_380],
  ["2011-03-22T18:43:00.999Z", 1_300_819_380],
  ["2038-01-19T03:14:08.000Z", 2_147_483_648],
  ["9999-12-31T23:59:59.000Z", 253_402_300_799],
] as const) {
  test(`writes ${iso} as ${seconds} seconds, rounded down (RFC 7519 §2)`, () => {
    assert.equal(toNumericDate(new Date(iso)), seconds);
  });
}

for (const [title, date] of [
  ["an invalid date", new Date(Number.NaN)],
  ["a date before 1970", new Date(-1)],
  ["a date after 9999", new Date(253_402_300_800_000)],
] as const) {
  test(`refuses to write ${title} (RFC 7519 §2)`, () => {
    assert.throws(() => toNumericDate(date), {
      code: "ERR_CONFIGURATION_OPTION",
      message: /1970 and 9999 .*RFC 7519 §2/,
    });
  });
}

for (const [value, iso] of [
  [0, "1970-01-01T00:00:00.000Z"],
  [1_300_819_380, "2011-03-22T18:43:00.000Z"],
  [1_300_819_380.5, "2011-03-22T18:43:00.500Z"],
  [1_300_819_380.0009, "2011-03-22T18:43:00.000Z"],
  [253_402_300_799, "9999-12-31T23:59:59.000Z"],
] as const) {
  test(`reads ${value} seconds as ${iso} (RFC 7519 §2)`, () => {
    assert.equal(parseNumericDate(value)?.toISOString(), iso);
  });
}

for (const [title, value] of [
  ["text", "1300819380"],
  ["milliseconds of this century", 1_700_000_000_000],
  ["a negative number", -1],
  ["NaN", Number.NaN],
  ["infinity", Number.POSITIVE_INFINITY],
  ["null", null],
  ["nothing", undefined],
  ["true", true],
  ["a list", [1]],
] as const) {
  test(`reads no time from ${title} (RFC 7519 §2)`, () => {
    assert.equal(parseNumericDate(value), undefined);
  });
}
