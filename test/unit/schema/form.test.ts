import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeParameters, encodeForm, encodeFormText, encodeParameters } from "../../../src/schema/form.ts";
import { schemaOf } from "./schemas.ts";

const schema = schemaOf(() => [], {
  encodings: { max_age: "digits", resource: "repeat", claims: "json" },
});

const encodings: readonly (readonly [Readonly<Record<string, unknown>>, readonly (readonly [string, string])[]])[] = [
  [{}, []],
  [{ scope: "openid profile" }, [["scope", "openid profile"]]],
  [{ a: undefined, b: "" }, [["b", ""]]],
  [{ max_age: 0 }, [["max_age", "0"]]],
  [{ flag: true }, [["flag", "true"]]],
  [
    { resource: ["https://a", "https://b"] },
    [
      ["resource", "https://a"],
      ["resource", "https://b"],
    ],
  ],
  [{ resource: [] }, []],
  [{ claims: { userinfo: { email: null } } }, [["claims", '{"userinfo":{"email":null}}']]],
  [{ authorization_details: [{ type: "a" }] }, [["authorization_details", '[{"type":"a"}]']]],
  [{ nothing: null }, [["nothing", "null"]]],
];

for (const [message, parameters] of encodings) {
  test(`encodeParameters: ${JSON.stringify(message)}`, () => {
    assert.deepEqual(encodeParameters(message), parameters);
  });
}

test("encodeParameters: leaves out what a message inherits", () => {
  assert.deepEqual(encodeParameters(Object.create({ scope: "admin" })), []);
});

const texts: readonly (readonly [text: string, encoded: string])[] = [
  ["", ""],
  ["AZaz09*-._", "AZaz09*-._"],
  ["a b+c", "a+b%2Bc"],
  ["!'()~", "%21%27%28%29%7E"],
  ["&=%#?/", "%26%3D%25%23%3F%2F"],
  ["é€😀", "%C3%A9%E2%82%AC%F0%9F%98%80"],
  ["\r\n\0", "%0D%0A%00"],
  ["\ud800x", "%EF%BF%BDx"],
  ["x\udc00", "x%EF%BF%BD"],
];

for (const [text, encoded] of texts) {
  test(`encodeFormText: ${JSON.stringify(text)} becomes ${encoded} (RFC 6749 Appendix B)`, () => {
    assert.equal(encodeFormText(text), encoded);
  });
}

test("encodeForm: joins parameters, names encoded too", () => {
  assert.equal(encodeForm([]), "");
  assert.equal(
    encodeForm([
      ["a b", "1"],
      ["a b", "&"],
    ]),
    "a+b=1&a+b=%26",
  );
});

const decodings: readonly (readonly [query: string, message: unknown])[] = [
  ["", {}],
  ["code=a&state=b", { code: "a", state: "b" }],
  ["code=&state=b", { state: "b" }],
  ["code", {}],
  ["max_age=60", { max_age: 60 }],
  ["max_age=060", { max_age: 60 }],
  ["max_age=999999999999999", { max_age: 999_999_999_999_999 }],
  ["max_age=1000000000000000", { max_age: "1000000000000000" }],
  ["max_age=1.5", { max_age: "1.5" }],
  ["max_age=-1", { max_age: "-1" }],
  ["max_age=%D9%A3", { max_age: "٣" }],
  ["max_age=", {}],
  ["claims=%7B%22a%22%3A1%7D", { claims: { a: 1 } }],
  ["claims=%7B", { claims: "{" }],
  ["resource=https%3A%2F%2Fa", { resource: ["https://a"] }],
  ["resource=a&resource=b", { resource: ["a", "b"] }],
  ["resource=", {}],
  ["resource=&resource=b&resource=", { resource: ["b"] }],
  ["scope=a+b%20c", { scope: "a b c" }],
  ["toString=a&constructor=b", { toString: "a", constructor: "b" }],
];

for (const [query, message] of decodings) {
  test(`decodeParameters: ${query || "nothing"}`, () => {
    assert.deepEqual(decodeParameters(new URLSearchParams(query), schema), { ok: true, message });
  });
}

test("decodeParameters: __proto__ is a parameter like any other", () => {
  const decoded = decodeParameters(new URLSearchParams("__proto__=x&code=a"), schema);
  assert.ok(decoded.ok);
  assert.deepEqual(Object.keys(decoded.message), ["__proto__", "code"]);
  assert.equal(Object.getPrototypeOf(decoded.message), Object.prototype);
});

const repetitions: readonly (readonly [query: string, repeated: readonly string[]])[] = [
  ["code=a&code=a", ["code"]],
  ["code=&code=a", ["code"]],
  ["x=1&code=a&x=2&code=b", ["x", "code"]],
  ["max_age=1&max_age=2", ["max_age"]],
  ["claims={}&claims={}", ["claims"]],
  ["__proto__=1&__proto__=2", ["__proto__"]],
  ["constructor=1&constructor=2", ["constructor"]],
];

for (const [query, repeated] of repetitions) {
  test(`decodeParameters: refuses ${query} (RFC 6749 §3.1)`, () => {
    assert.deepEqual(decodeParameters(new URLSearchParams(query), schema), { ok: false, repeated });
  });
}

test("decodeParameters: needs no encodings", () => {
  const plain = schemaOf(() => []);
  assert.deepEqual(decodeParameters(new URLSearchParams("max_age=1"), plain), { ok: true, message: { max_age: "1" } });
});

test("decodeParameters: encodings of the message that is extended count, its own before them", () => {
  const extension = schemaOf(() => [], { encodings: { claims: "digits" }, base: schema });
  const query = "max_age=1&resource=https://a&resource=https://b&claims=2&scope=3";
  assert.deepEqual(decodeParameters(new URLSearchParams(query), extension), {
    ok: true,
    message: { max_age: 1, resource: ["https://a", "https://b"], claims: 2, scope: "3" },
  });
  const repeated = decodeParameters(new URLSearchParams("claims=1&claims=2"), extension);
  assert.deepEqual(repeated, { ok: false, repeated: ["claims"] });
});
