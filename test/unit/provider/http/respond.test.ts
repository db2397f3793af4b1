import assert from "node:assert/strict";
import { test } from "node:test";
import { writeDescription } from "../../../../src/provider/http/respond.ts";

for (const [text, written] of [
  ["grant_type is missing (RFC 6749 §4).", "grant_type is missing (RFC 6749, 4)."],
  ['The "aud" of C:\\x', "The 'aud' of C:?x"],
  ["Zoë\u0000\n", "Zo???"],
  ["x".repeat(600), "x".repeat(500)],
] as const)
  test(`error_description: ${JSON.stringify(text.slice(0, 40))} is written in the characters that it knows (RFC 6749 §5.2)`, () => {
    assert.equal(writeDescription(text), written);
  });
