import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { readStoredAnswer } from "../../src/metadata/stored-answer.ts";

test("readStoredAnswer: any text gives an answer of status 200 with texts only, or an Error", () => {
  const entry = fc.record({ url: fc.string(), fetchedAtMs: fc.double(), status: fc.constant(200), text: fc.string() });
  const text = fc.oneof(
    fc.string(),
    fc.json(),
    entry.map((value) => JSON.stringify(value)),
  );
  fc.assert(
    fc.property(text, (kept) => {
      try {
        const { url, status, text, headers } = readStoredAnswer(kept);
        assert.deepEqual([typeof url, status, typeof text], ["string", 200, "string"]);
        assert.ok(Object.values(headers).every((value) => typeof value === "string"));
      } catch (error) {
        assert.ok(error instanceof Error);
      }
    }),
  );
});
