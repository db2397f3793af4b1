import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { decodeBase64, encodeBase64 } from "../../src/http-signatures/base64.ts";
import { formatMember, type Item, parseDictionary, parseItem } from "../../src/http-signatures/structured-field.ts";

const name = fc.stringMatching(/^[a-z*][a-z0-9_.*-]{0,10}$/);
const octets = fc.uint8Array({ maxLength: 40 }).map((array) => Uint8Array.from(array));
const value = fc.oneof(
  fc.stringMatching(/^[\x20-\x7e]{0,30}$/),
  fc.integer(),
  fc.boolean(),
  octets,
  fc.stringMatching(/^[A-Za-z*][A-Za-z0-9!#$%&'*+.^_`|~:/-]{0,10}$/).map((token) => ({ token })),
);
const parameters = fc.array(fc.tuple(name, value), { maxLength: 4 }).map((pairs) => new Map(pairs));
const item: fc.Arbitrary<Item> = fc.record({ value, parameters }, { noNullPrototype: true });

test("property: what is written is read again as the same members", () => {
  const member = fc.oneof(
    item,
    fc.record({ items: fc.array(item, { maxLength: 4 }), parameters }, { noNullPrototype: true }),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(name, member), { maxLength: 5 }), (pairs) => {
      const members = new Map(pairs);
      const text = [...members].map(([key, one]) => `${key}=${formatMember(one)}`).join(", ");
      assert.deepEqual(parseDictionary(text), members);
    }),
  );
});

test("property: no text throws or hangs, and what is read is written canonically", () => {
  const text = fc.string({ unit: fc.constantFrom(...'ab=(); \t,":?1.-*/AQ\\'), maxLength: 40 });
  fc.assert(
    fc.property(text, (given) => {
      const read = parseItem(given);
      if (read === undefined) return;
      const written = formatMember(read);
      assert.deepEqual(parseItem(written), read);
    }),
  );
});

test("property: Base64 has one spelling", () => {
  fc.assert(
    fc.property(octets, (bytes) => {
      const text = encodeBase64(bytes);
      assert.equal(text, Buffer.from(bytes).toString("base64"));
      assert.deepEqual(decodeBase64(text), bytes);
    }),
  );
});
