import assert from "node:assert/strict";
import { test } from "node:test";
import { writeAge, writeDate, writeDuration } from "../../../../src/provider/pages/times.ts";

test("times: durations are rounded up, in the words of the language", () => {
  const written = [0, 1, 40.2, 89, 90, 121].map((seconds) => writeDuration(seconds, "en"));
  assert.deepEqual(written, ["1 second", "1 second", "41 seconds", "89 seconds", "2 minutes", "3 minutes"]);
  assert.equal(writeDuration(300, "de"), "5 Minuten");
});

test("times: ages are rounded down, and never in the future", () => {
  const now = Date.UTC(2026, 0, 31);
  const ages = [-5, 59, 60, 3600, 86_400, 40 * 86_400].map((seconds) => writeAge(now - seconds * 1000, now, "en"));
  assert.deepEqual(ages, ["now", "now", "1 minute ago", "1 hour ago", "yesterday", "40 days ago"]);
});

test("times: a day is written as the language does", () => {
  assert.equal(writeDate(Date.UTC(2026, 0, 31, 23, 59), "de"), "31. Januar 2026");
});
