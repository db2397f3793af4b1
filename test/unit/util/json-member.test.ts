import assert from "node:assert/strict";
import { test } from "node:test";
import {
  readBooleanMember,
  readNumberMember,
  readObjectMember,
  readTextListMember,
  readTextMember,
} from "../../../src/util/json-member.ts";

const object: Readonly<Record<string, unknown>> = JSON.parse(
  '{"text":"a","number":1.5,"yes":true,"no":false,"list":["a","b"],"empty":[],"mixed":["a",1],"object":{"a":1},"null":null,"__proto__":"own"}',
);
const names = ["text", "number", "yes", "no", "list", "empty", "mixed", "object", "null", "missing", "toString"];

const readers = [
  ["text", readTextMember, { text: "a" }],
  ["a number", readNumberMember, { number: 1.5 }],
  ["a boolean", readBooleanMember, { yes: true, no: false }],
  ["a list of texts", readTextListMember, { list: ["a", "b"], empty: [] }],
  ["an object", readObjectMember, { object: { a: 1 } }],
] as const;

for (const [title, read, expected] of readers) {
  test(`reads ${title}, and converts nothing into it`, () => {
    const found = names.flatMap((name) => {
      const value = read(object, name);
      return value === undefined ? [] : [[name, value] as const];
    });
    assert.deepEqual(Object.fromEntries(found), expected);
  });
}

test("reads own members only, whatever their name", () => {
  assert.equal(readTextMember(object, "__proto__"), "own");
  assert.equal(readObjectMember({}, "__proto__"), undefined);
});

test("takes no infinite number", () => {
  assert.equal(readNumberMember({ a: Number.POSITIVE_INFINITY }, "a"), undefined);
  assert.equal(readNumberMember({ a: Number.NaN }, "a"), undefined);
});
