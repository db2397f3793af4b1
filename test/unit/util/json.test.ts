import assert from "node:assert/strict";
import { test } from "node:test";
import { parseJson } from "../../../src/util/json.ts";

const accepted: readonly (readonly [title: string, text: string])[] = [
  ["an object", '{"access_token":"a","expires_in":3600}'],
  ["the same name in two objects", '{"a":{"x":1},"b":{"x":1},"c":[{"x":1},{"x":2}]}'],
  ["colons, braces and commas inside strings", '{"a":"{\\"b\\":1,\\"b\\":2}","c":"x:y:z"}'],
  ["strings that end in backslashes", '{"a":"\\\\","b":"\\\\\\"","c":"\\\\\\\\"}'],
  ["colons inside names", '{"a:b":1,"c:d:":2}'],
  ["white space everywhere", ' \t\r\n{ "a" : 1 ,\n"b" : [ { } , { "a" : null } ] } '],
  ["an empty array", "[]"],
  ["a string", '"a:b"'],
  ["a number", "-1.5e3"],
  ["null", "null"],
  ["an empty name", '{"":1}'],
  ["names that differ in case", '{"a":1,"A":2}'],
];

for (const [title, text] of accepted) {
  test(`accepts ${title}, with the value of JSON.parse`, () => {
    assert.deepEqual(parseJson(text), { ok: true, value: JSON.parse(text) });
  });
}

const broken: readonly (readonly [title: string, text: string])[] = [
  ["nothing", ""],
  ["a missing brace", '{"a":1'],
  ["a missing quote", '{"a":"b}'],
  ["text after the value", '{"a":1} x'],
  ["a trailing comma", '{"a":1,}'],
  ["single quotes", "{'a':1}"],
  ["a byte order mark", '\ufeff{"a":1}'],
  ["a raw line break in a string", '{"a":"\n"}'],
  ["closing brackets only", "]]]]"],
  ["NaN", "NaN"],
];

for (const [title, text] of broken) {
  test(`refuses ${title} as broken syntax`, () => assert.deepEqual(parseJson(text), { ok: false, reason: "syntax" }));
}

const repeated: readonly (readonly [title: string, text: string, pointer: string])[] = [
  ["at the top", '{"a":1,"b":2,"a":3}', "/a"],
  ["inside an object", '{"a":{"b":1,"c":2,"b":1}}', "/a/b"],
  ["inside an array", '{"a":[0,[],{"b":"]"},{"c":1,"c":1}]}', "/a/3/c"],
  ["in an object of an array at the top", '[{"a":1},{"a":1,"a":1}]', "/1/a"],
  ["with an escaped letter", '{"a":1,"\\u0061":2}', "/a"],
  ["with two spellings of a slash", '{"a/b":1,"a\\/b":2}', "/a~1b"],
  ["with a tilde", '{"~":1,"~":2}', "/~0"],
  ["with an empty name", '{"":1,"":2}', "/"],
  ["named __proto__", '{"__proto__":1,"__proto__":2}', "/__proto__"],
  ["with white space before the colon", '{"a" \n:1,"a"\t:2}', "/a"],
  ["after strings full of quotes", '{"x":"\\"\\\\","y":"\\"a\\":1","a":1,"a":2}', "/a"],
  ["in a value that the later one hides", '{"a":{"b":1,"b":2},"a":1}', "/a/b"],
];

for (const [title, text, pointer] of repeated) {
  test(`refuses a repeated member ${title} and points at it (RFC 8259 §4)`, () => {
    assert.deepEqual(parseJson(text), { ok: false, reason: "duplicate-member", pointer });
  });
}

const nested = (depth: number): string => `${"[".repeat(depth)}${"]".repeat(depth)}`;

test("accepts 32 levels and refuses the 33rd", () => {
  assert.equal(parseJson(nested(32)).ok, true);
  assert.deepEqual(parseJson(nested(33)), { ok: false, reason: "too-deep" });
});

test("counts objects and arrays together, and only those that are open", () => {
  assert.equal(parseJson('[{"a":[]},{"a":[]},{"a":[]}]', { maxDepth: 3 }).ok, true);
  assert.deepEqual(parseJson('[{"a":[{}]}]', { maxDepth: 3 }), { ok: false, reason: "too-deep" });
});

test("counts no bracket inside a string", () => {
  assert.equal(parseJson(`["${"[".repeat(100)}"]`).ok, true);
});

test("refuses depth that would exhaust a stack, before parsing it", () => {
  assert.deepEqual(parseJson("[".repeat(1_000_000)), { ok: false, reason: "too-deep" });
});

test("keeps __proto__ as a member of its own and leaves prototypes alone", () => {
  const result = parseJson('{"__proto__":{"admin":true}}');
  assert.ok(result.ok && typeof result.value === "object" && result.value !== null);
  assert.ok(Object.hasOwn(result.value, "__proto__"));
  assert.equal(Object.getPrototypeOf(result.value), Object.prototype);
  assert.equal("admin" in result.value, false);
});

test("refuses a text that is longer than allowed before it reads any of it", () => {
  assert.deepEqual(parseJson('{"a":1}', { maxLength: 6 }), { ok: false, reason: "too-long" });
  assert.deepEqual(parseJson('{"a":1}', { maxLength: 7 }), { ok: true, value: { a: 1 } });
  assert.deepEqual(parseJson("[[", { maxLength: 1, maxDepth: 1 }), { ok: false, reason: "too-long" });
});
