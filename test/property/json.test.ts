import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parseJson } from "../../src/util/json.ts";

test("gives what JSON.parse gives for every JSON value", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
      const text = JSON.stringify(value);
      assert.deepEqual(parseJson(text), { ok: true, value: JSON.parse(text) });
    }),
    { numRuns: 2000 },
  );
});

test("accepts exactly the texts that JSON.parse accepts, as long as no name is repeated", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'{}[]:,"\\ \nau0') }), (text) => {
      const result = parseJson(text);
      assert.equal(result.ok || result.reason !== "syntax", parses(text));
    }),
    { numRuns: 5000 },
  );
});

test("finds a repeated member wherever it stands, and points at it", () => {
  const place = fc.array(fc.oneof(fc.string(), fc.constant(0)), { maxLength: 8 });
  fc.assert(
    fc.property(place, fc.string(), fc.jsonValue({ maxDepth: 2 }), (path, name, value) => {
      const member = `${JSON.stringify(name)}:${JSON.stringify(value)}`;
      const text = path.reduceRight<string>(
        (inner, step) => (step === 0 ? `[${inner}]` : `{${JSON.stringify(step)} : ${inner}}`),
        `{${member},${escapeAll(name)}:1}`,
      );
      const pointer = [...path, name]
        .map((step) => `/${String(step).replace(/~/g, "~0").replace(/\//g, "~1")}`)
        .join("");
      assert.deepEqual(parseJson(text), { ok: false, reason: "duplicate-member", pointer });
    }),
    { numRuns: 2000 },
  );
});

test("takes linear time for strings of escapes, quotes and names", () => {
  for (const text of [
    `"${"\\\\".repeat(500_000)}"`,
    `"${'\\"'.repeat(500_000)}"`,
    `{"a":"${"\\".repeat(1_000_000)}`,
    `{"a":1,${'"b":"\\"",'.repeat(50_000)}"a":2}`,
    `{"a":1,"a":2,${" ".repeat(1_000_000)}`,
  ]) {
    const start = performance.now();
    parseJson(text);
    assert.ok(performance.now() - start < 2000);
  }
});

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The name as a JSON string in which every code unit is escaped. */
function escapeAll(name: string): string {
  const units = Array.from({ length: name.length }, (_, index) => name.charCodeAt(index));
  return `"${units.map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`).join("")}"`;
}
