import assert from "node:assert/strict";
import { test } from "node:test";
import { randomBase64url, systemRandom } from "../../../src/util/random.ts";

test("gives 43 characters for 32 bytes (RFC 7636 §4.1)", () => {
  assert.match(randomBase64url(32), /^[A-Za-z0-9_-]{43}$/);
});

test("takes its bytes from the source that is given", () => {
  assert.equal(
    randomBase64url(3, (length) => new Uint8Array(length).fill(255)),
    "____",
  );
});

test("gives a thousand different values from the platform's generator", () => {
  assert.equal(new Set(Array.from({ length: 1000 }, () => randomBase64url(16))).size, 1000);
});

test("the platform's generator gives as many bytes as asked for", () => {
  assert.equal(systemRandom(0).length, 0);
  assert.equal(systemRandom(17).length, 17);
});
