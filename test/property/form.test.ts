import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { authorizationRequestSchema } from "../../generated/messages/authorization-request.ts";
import { decodeParameters, encodeForm, encodeFormText, encodeParameters } from "../../src/schema/form.ts";

const text = fc.string({ unit: "binary", maxLength: 40 });
const full = fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)) });

test("encodes any text as URLSearchParams does, lone surrogates included", () => {
  fc.assert(
    fc.property(full, (value) => {
      assert.equal(encodeFormText(value), new URLSearchParams([["", value]]).toString().slice(1));
    }),
    { numRuns: 3000 },
  );
});

test("encodes any parameters as URLSearchParams does", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(full, full)), (parameters) => {
      assert.equal(encodeForm(parameters), new URLSearchParams(parameters).toString());
    }),
  );
});

test("what is encoded has no character but letters, digits and * - . _ + %", () => {
  fc.assert(fc.property(full, (value) => assert.match(encodeFormText(value), /^[A-Za-z0-9*\-._+%]*$/)));
});

const scalar = text.filter((value) => value !== "");
const json = fc.dictionary(fc.string(), fc.jsonValue({ noUnicodeString: false, maxDepth: 3 }));
const message = fc.record(
  {
    scope: scalar,
    state: scalar,
    login_hint: scalar,
    max_age: fc.nat({ max: 999_999_999_999_999 }),
    resource: fc.array(scalar, { minLength: 1 }),
    claims: json,
    authorization_details: fc.array(json, { minLength: 1 }),
  },
  { requiredKeys: [] },
);

test("decoding an encoded message gives the message, where no parameter is empty", () => {
  fc.assert(
    fc.property(message, (given) => {
      const normal: unknown = JSON.parse(JSON.stringify(given));
      const wire = new URLSearchParams(encodeForm(encodeParameters(given)));
      const decoded = decodeParameters(wire, authorizationRequestSchema);
      assert.ok(decoded.ok);
      assert.deepEqual(JSON.parse(JSON.stringify(decoded.message)), normal);
    }),
    { numRuns: 500 },
  );
});

test("decoding never fails, and refuses exactly the repeated names", () => {
  const name = fc.constantFrom("code", "state", "resource", "max_age", "claims", "__proto__", "constructor", "x");
  fc.assert(
    fc.property(fc.array(fc.tuple(name, text)), (parameters) => {
      const decoded = decodeParameters(new URLSearchParams(parameters), authorizationRequestSchema);
      const counts = new Map<string, number>();
      for (const [key] of parameters) counts.set(key, (counts.get(key) ?? 0) + 1);
      const repeated = [...counts].filter(([key, count]) => count > 1 && key !== "resource").map(([key]) => key);
      assert.deepEqual(decoded.ok ? [] : decoded.repeated, repeated);
    }),
  );
});
