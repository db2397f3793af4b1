import assert from "node:assert/strict";
import { test } from "node:test";
import { normalizeLogin } from "../../../../src/provider/accounts/login-key.ts";

for (const [given, want] of [
  ["Alice", "alice"],
  [" alice\t", "alice"],
  ["ＡＬＩＣＥ", "alice"],
  ["Straße", "strasse"],
  ["ΟΔΟΣ", "οδος"],
  ["οδοσ", "οδος"],
  ["ﬁnn", "finn"],
  ["cafe\u0301", "café"],
  ["Ⅷ", "viii"],
  ["", ""],
] as const) {
  test(`login key: ${JSON.stringify(given)} is compared as ${JSON.stringify(want)} (RFC 8265 §3.3)`, () => {
    assert.equal(normalizeLogin(given), want);
  });
}
