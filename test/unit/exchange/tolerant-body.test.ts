import assert from "node:assert/strict";
import { test } from "node:test";
import type { MessageSchema } from "../../../generated/message-schema.ts";
import { tokenResponseSchema } from "../../../generated/messages/token-response.ts";
import { userinfoResponseSchema } from "../../../generated/messages/userinfo-response.ts";
import type { ToleranceName } from "../../../generated/tolerances.ts";
import { readTolerantBody } from "../../../src/exchange/tolerant-body.ts";
import type { HttpAnswer } from "../../../src/http/types.ts";
import type { TolerantBody } from "../../../src/schema/check.ts";
import { answerOf, untyped } from "./answers.ts";

const formText = "access_token=a&token_type=bearer&expires_in=60&expires=x&scope=a+b&empty=";
const message = { access_token: "a", token_type: "bearer", expires_in: 60, expires: "x", scope: "a b" };
const type = (contentType: string): Readonly<Record<string, string>> => ({ "content-type": contentType });

function read(
  answer: HttpAnswer,
  tolerance: ToleranceName | undefined,
  schema: MessageSchema<unknown> = tokenResponseSchema,
): TolerantBody | undefined {
  const { text, headers, endpoint } = answer;
  const body = { text, contentType: headers.get("content-type"), endpoint };
  return readTolerantBody(schema, body, tolerance === undefined ? [] : [tolerance]);
}

for (const contentType of ["application/x-www-form-urlencoded", "text/plain; charset=utf-8", "Text/HTML"]) {
  test(`readTolerantBody: D06 reads form text of type ${contentType} where it is tolerated, and tells`, () => {
    assert.deepEqual(read(answerOf(formText, 200, type(contentType)), "form-encoded-response"), {
      value: message,
      deviation: { tolerance: "form-encoded-response", deviation: "D06", pointer: "" },
    });
  });
}

test("readTolerantBody: D06 reads form text without a content type", () => {
  assert.deepEqual(read(untyped(formText), "form-encoded-response")?.value, message);
});

const plain = type("text/plain");
const unread: readonly (readonly [string, HttpAnswer, ToleranceName | undefined, MessageSchema<unknown>?])[] = [
  ["form text where nothing is tolerated", answerOf(formText, 200, plain), undefined],
  ["form text where something else is tolerated", answerOf(formText, 200, plain), "userinfo-content-type"],
  [
    "form text where the message does not allow it",
    answerOf(formText, 200, plain),
    "form-encoded-response",
    userinfoResponseSchema,
  ],
  ["form text that calls itself JSON", answerOf(formText), "form-encoded-response"],
  ["form text that calls itself an image", answerOf(formText, 200, type("image/png")), "form-encoded-response"],
  ["form text without an access token", answerOf("a=b", 200, plain), "form-encoded-response"],
  ["a page with a link", answerOf('<a href="?a=b&access_token=c">', 200, type("text/html")), "form-encoded-response"],
  ["JSON as text where nothing is tolerated", answerOf('{"sub":"u"}', 200, plain), undefined, userinfoResponseSchema],
  ["JSON as text where the message does not allow it", answerOf('{"sub":"u"}', 200, plain), "userinfo-content-type"],
  ["JSON as HTML", answerOf('{"sub":"u"}', 200, type("text/html")), "userinfo-content-type", userinfoResponseSchema],
  ["broken JSON as text", answerOf("{", 200, plain), "userinfo-content-type", userinfoResponseSchema],
  ["a member twice", answerOf('{"sub":"a","sub":"b"}', 200, plain), "userinfo-content-type", userinfoResponseSchema],
  ["JSON text as text", answerOf('"u"', 200, plain), "userinfo-content-type", userinfoResponseSchema],
];

for (const [title, answer, tolerance, schema] of unread) {
  test(`readTolerantBody: does not read ${title}`, () => {
    assert.equal(read(answer, tolerance, schema), undefined);
  });
}

test("readTolerantBody: D06 refuses a parameter that is there twice (RFC 6749 §3.2)", () => {
  const answer = answerOf("access_token=a&token_type=bearer&access_token=b", 200, plain);
  assert.throws(() => read(answer, "form-encoded-response"), {
    code: "ERR_VERIFICATION_PARAMETER_REPEATED",
    parameter: "access_token",
  });
});

for (const answer of [answerOf('{"sub":"u"}', 200, plain), untyped('{"sub":"u"}')]) {
  test(`readTolerantBody: D27 reads JSON of type ${answer.headers.get("content-type")} where it is tolerated, and tells`, () => {
    assert.deepEqual(read(answer, "userinfo-content-type", userinfoResponseSchema), {
      value: { sub: "u" },
      deviation: { tolerance: "userinfo-content-type", deviation: "D27", pointer: "" },
    });
  });
}
