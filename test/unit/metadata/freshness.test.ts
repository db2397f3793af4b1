import assert from "node:assert/strict";
import { test } from "node:test";
import { readMaxAgeSeconds } from "../../../src/metadata/freshness.ts";

const cases: readonly (readonly [title: string, headers: Record<string, string>, seconds: number | undefined])[] = [
  ["says nothing without Cache-Control", {}, undefined],
  ["reads max-age", { "cache-control": "max-age=600" }, 600],
  ["reads max-age among other directives", { "cache-control": "public, max-age=600, must-revalidate" }, 600],
  ["ignores the case of names", { "cache-control": "Max-Age=60" }, 60],
  ["reads a quoted max-age", { "cache-control": 'max-age="60"' }, 60],
  ["subtracts the answer's age (RFC 9111 §4.2)", { "cache-control": "max-age=600", age: "100" }, 500],
  ["never falls below zero", { "cache-control": "max-age=600", age: "700" }, 0],
  ["ignores an unreadable age", { "cache-control": "max-age=600", age: "soon" }, 600],
  ["reads no-store as zero", { "cache-control": "no-store" }, 0],
  ["lets no-store win over max-age", { "cache-control": "max-age=600, no-store" }, 0],
  ["reads no-cache as zero", { "cache-control": "No-Cache, max-age=600" }, 0],
  ["reads no-cache with field names as zero", { "cache-control": 'no-cache="set-cookie, x", max-age=600' }, 0],
  ["takes the smallest of several max-age", { "cache-control": "max-age=600, max-age=60" }, 60],
  ["passes over an unreadable max-age", { "cache-control": "max-age=-1" }, undefined],
  ["passes over a max-age without value", { "cache-control": "max-age" }, undefined],
  ["passes over a fraction", { "cache-control": "max-age=1.5" }, undefined],
  ["bounds a max-age beyond all numbers", { "cache-control": `max-age=${"9".repeat(400)}` }, 2_147_483_648],
  ["leaves s-maxage to shared caches", { "cache-control": "s-maxage=10" }, undefined],
  ["does not look into quoted text", { "cache-control": 'ext="no-store, max-age=1", max-age=600' }, 600],
  ["ignores empty elements", { "cache-control": ", ,max-age=600,," }, 600],
  ["ignores rubbish", { "cache-control": "=;)(" }, undefined],
];

for (const [title, headers, seconds] of cases) {
  test(`${title}: ${JSON.stringify(headers["cache-control"] ?? "").slice(0, 60)}`, () => {
    assert.equal(readMaxAgeSeconds(new Headers(headers)), seconds);
  });
}
