import assert from "node:assert/strict";
import { test } from "node:test";
import { ResponseError } from "../../../src/errors/families.ts";
import { readJsonObject } from "../../../src/http/read-json.ts";
import type { HttpAnswer } from "../../../src/http/types.ts";

const endpoint = "token_endpoint https://id.example.com/token";
const json = ["application/json"];

function answer(
  text: string,
  contentType: string | null = "application/json",
  extra: Partial<HttpAnswer> = {},
): HttpAnswer {
  const headers = new Headers(contentType === null ? {} : { "content-type": contentType });
  return { status: 200, headers, text, endpoint, ...extra };
}

for (const type of ["application/json", "Application/JSON", "application/json;charset=utf-8", "application/json ; x"]) {
  test(`reads an object of type ${type}`, () => {
    assert.deepEqual(readJsonObject(answer('{"a":1}', type), { mediaTypes: json }), { a: 1 });
  });
}

test("reads other media types when they are in the list, by name or by suffix", () => {
  const keys = answer("{}", "application/jwk-set+json");
  assert.deepEqual(readJsonObject(keys, { mediaTypes: ["application/json", "application/jwk-set+json"] }), {});
  assert.deepEqual(readJsonObject(keys, { mediaTypes: ["+json"] }), {});
});

const secret = "s3cret";

const refused: readonly (readonly [title: string, given: HttpAnswer, code: string, text: string])[] = [
  ["another media type", answer("{}", "text/plain"), "ERR_RESPONSE_CONTENT_TYPE", "text/plain"],
  ["a web page", answer(`<html>${secret}`, "text/html"), "ERR_RESPONSE_CONTENT_TYPE", "web page"],
  ["no media type", answer("{}", null), "ERR_RESPONSE_CONTENT_TYPE", "no Content-Type"],
  ["a field that is no media type", answer("{}", "json"), "ERR_RESPONSE_CONTENT_TYPE", "no media type"],
  [
    "a suffix that is not in the list",
    answer("{}", "application/problem+json"),
    "ERR_RESPONSE_CONTENT_TYPE",
    "application/problem+json",
  ],
  [
    "a type that only begins like JSON",
    answer("{}", "application/jsonp"),
    "ERR_RESPONSE_CONTENT_TYPE",
    "application/jsonp",
  ],
  ["an empty body", answer(""), "ERR_RESPONSE_NOT_JSON", "empty"],
  ["broken JSON", answer(`{"access_token":"${secret}"`), "ERR_RESPONSE_NOT_JSON", "not valid JSON"],
  ["a byte order mark", answer("\u{feff}{}"), "ERR_RESPONSE_NOT_JSON", "not valid JSON"],
  [
    "bytes that are not UTF-8",
    answer('{"a":"\u{fffd}"}', "application/json", { malformedUtf8: true }),
    "ERR_RESPONSE_NOT_JSON",
    "RFC 8259 §8.1",
  ],
  ["an array", answer(`["${secret}"]`), "ERR_RESPONSE_NOT_JSON", "not an object"],
  ["null", answer("null"), "ERR_RESPONSE_NOT_JSON", "not an object"],
  ["a string", answer(`"${secret}"`), "ERR_RESPONSE_NOT_JSON", "not an object"],
  ["a repeated member", answer(`{"a":[{"b":"${secret}","b":1}]}`), "ERR_RESPONSE_DUPLICATE_MEMBER", "/a/0/b twice"],
  [
    "a repeated member whose name would forge a line",
    answer('{"a\\n":1,"a\\n":2}'),
    "ERR_RESPONSE_DUPLICATE_MEMBER",
    "/a\\u000a twice",
  ],
  ["deep nesting", answer(`{"a":${"[".repeat(32)}"${secret}"${"]".repeat(32)}}`), "ERR_RESPONSE_TOO_DEEP", "deeply"],
];

for (const [title, given, code, text] of refused) {
  test(`refuses ${title} with ${code}, and keeps the body to itself`, () => {
    assert.throws(
      () => readJsonObject(given, { mediaTypes: json }),
      (error: unknown) => {
        assert.ok(error instanceof ResponseError);
        assert.equal(error.code, code);
        assert.equal(error.status, 200);
        assert.ok(error.message.includes(text), error.message);
        assert.ok(error.message.includes(endpoint));
        assert.ok(!`${error.stack}${JSON.stringify(error)}`.includes(secret));
        return true;
      },
    );
  });
}

test("accepts 32 levels, the object itself included", () => {
  const text = `{"a":${"[".repeat(31)}${"]".repeat(31)}}`;
  assert.deepEqual(readJsonObject(answer(text), { mediaTypes: json }), JSON.parse(text));
});
