import assert from "node:assert/strict";
import { test } from "node:test";
import { tokenResponseSchema } from "../../../generated/messages/token-response.ts";
import { userinfoResponseSchema } from "../../../generated/messages/userinfo-response.ts";
import type { ExchangeContextOptions } from "../../../src/exchange/create-context.ts";
import type { ExchangeEvent } from "../../../src/exchange/exchange-event.ts";
import { readMessage } from "../../../src/exchange/read-message.ts";
import { tolerating } from "../../../src/exchange/tolerating.ts";
import type { HttpAnswer } from "../../../src/http/types.ts";
import { answerOf, contextOf, endpoint, thrownBy, untyped } from "./answers.ts";

const honest = { access_token: "access-secret-1", token_type: "Bearer" };

function read(answer: HttpAnswer, options: Partial<ExchangeContextOptions> = {}): object {
  return readMessage(contextOf(options), answer, tokenResponseSchema);
}

test("readMessage: gives the message, frozen to its depths, unknown members included", () => {
  const message = read(answerOf({ ...honest, other: { list: [1] } }));
  assert.deepEqual(message, { ...honest, other: { list: [1] } });
  assert.ok(Object.isFrozen(message) && "other" in message && Object.isFrozen(message.other));
});

const refusals: readonly (readonly [title: string, HttpAnswer, name: string, code: string])[] = [
  ["an error", answerOf({ error: "x" }, 400), "OAuthError", "ERR_OAUTH_RESPONSE"],
  ["an error with status 200", answerOf({ error: "x" }), "OAuthError", "ERR_OAUTH_RESPONSE"],
  ["an error object with status 200", answerOf({ error: { code: 1 } }), "OAuthError", "ERR_OAUTH_RESPONSE"],
  [
    "an error beside an access token of null",
    answerOf({ error: "x", access_token: null }),
    "OAuthError",
    "ERR_OAUTH_RESPONSE",
  ],
  ["an error beside an access token", answerOf({ ...honest, error: "none" }), "OAuthError", "ERR_OAUTH_RESPONSE"],
  ["an error object beside an access token", answerOf({ ...honest, error: {} }), "OAuthError", "ERR_OAUTH_RESPONSE"],
  ["a number as error beside an access token", answerOf({ ...honest, error: 0 }), "OAuthError", "ERR_OAUTH_RESPONSE"],
  ["a list as error beside an access token", answerOf({ ...honest, error: [] }), "OAuthError", "ERR_OAUTH_RESPONSE"],
  [
    "form text with an error beside an access token",
    answerOf("access_token=a&token_type=bearer&error=x", 200, { "content-type": "application/x-www-form-urlencoded" }),
    "OAuthError",
    "ERR_OAUTH_RESPONSE",
  ],
  [
    "an error in a page",
    answerOf({ error: "x" }, 200, { "content-type": "text/html" }),
    "OAuthError",
    "ERR_OAUTH_RESPONSE",
  ],
  [
    "form text with an error",
    answerOf("error=x", 200, { "content-type": "text/plain" }),
    "OAuthError",
    "ERR_OAUTH_RESPONSE",
  ],
  ["a challenge", answerOf("", 401, { "www-authenticate": "Bearer error=x" }), "OAuthError", "ERR_OAUTH_CHALLENGE"],
  [
    "an error whose member is there twice",
    answerOf('{"error":"x","error":"x"}', 200),
    "OAuthError",
    "ERR_OAUTH_RESPONSE",
  ],
  ["success with status 201", answerOf(honest, 201), "ResponseError", "ERR_RESPONSE_STATUS"],
  ["success with status 400", answerOf(honest, 400), "ResponseError", "ERR_RESPONSE_STATUS"],
  ["a page", answerOf("<p>", 200, { "content-type": "text/html" }), "ResponseError", "ERR_RESPONSE_CONTENT_TYPE"],
  ["no content type", untyped(JSON.stringify(honest)), "ResponseError", "ERR_RESPONSE_CONTENT_TYPE"],
  ["broken JSON", answerOf("{"), "ResponseError", "ERR_RESPONSE_NOT_JSON"],
  [
    "a member twice",
    answerOf('{"access_token":"a","access_token":"b"}'),
    "ResponseError",
    "ERR_RESPONSE_DUPLICATE_MEMBER",
  ],
  ["a broken message", answerOf({ access_token: 1 }), "ValidationError", "ERR_VALIDATION_RESPONSE"],
  ["an error of null", answerOf({ error: null }), "ValidationError", "ERR_VALIDATION_RESPONSE"],
  ["an empty error", answerOf({ error: "" }), "ValidationError", "ERR_VALIDATION_RESPONSE"],
];

for (const [title, answer, name, code] of refusals) {
  test(`readMessage: refuses ${title} with ${code}`, () => {
    const error = thrownBy(() => read(answer));
    assert.ok("code" in error && "endpoint" in error && "status" in error);
    assert.deepEqual([error.name, error.code, error.endpoint, error.status], [name, code, endpoint, answer.status]);
    assert.doesNotMatch(error.message, /-secret-/);
  });
}

test("readMessage: an error that says nothing stands beside an access token as an odd member", () => {
  for (const error of [null, "", false]) assert.deepEqual(read(answerOf({ ...honest, error })), { ...honest, error });
});

test("readMessage: no tolerance makes a success of an error", () => {
  const tolerate = tolerating(["null-members", "empty-strings", "form-encoded-response", "token-type-missing"]);
  const form = answerOf("access_token=a&token_type=bearer&error=x", 200, { "content-type": "text/plain" });
  for (const answer of [form, answerOf({ ...honest, error: "x" }), answerOf({ error: "x", access_token: "a" })]) {
    const error = thrownBy(() => read(answer, { tolerate }));
    assert.ok("code" in error && error.code === "ERR_OAUTH_RESPONSE");
  }
});

test("readMessage: tells of a body that is tolerated, and reads none that is not UTF-8", () => {
  const events: ExchangeEvent[] = [];
  const tolerate = tolerating(["form-encoded-response"]);
  const context = contextOf({ tolerate, onEvent: (event: ExchangeEvent) => events.push(event) });
  const answer = answerOf("access_token=a&token_type=bearer", 200, { "content-type": "text/plain" });
  assert.deepEqual(readMessage(context, answer, tokenResponseSchema), { access_token: "a", token_type: "bearer" });
  const deviation = { tolerance: "form-encoded-response", deviation: "D06", pointer: "" };
  assert.deepEqual(events[0], { type: "tolerated", message: "TokenResponse", endpoint, deviation });
  assert.throws(() => readMessage(context, { ...answer, malformedUtf8: true }, tokenResponseSchema), {
    code: "ERR_RESPONSE_CONTENT_TYPE",
  });
});

const remedies: readonly (readonly [HttpAnswer, RegExp])[] = [
  [
    answerOf("", 503),
    /status 503 instead of 200 and holds no error of the protocol \(RFC 6749 §5\.1\).*The server failed; try again later\.$/,
  ],
  [answerOf("", 404), /Check that the URL is the endpoint's\.$/],
  [answerOf("", 401), /of the protocol \(.*Check the credentials or the access token of the request\.$/],
  [
    answerOf("", 401, { "www-authenticate": 'Bearer realm="x", Basic realm="y"' }),
    /no error of the protocol, only a challenge \(bearer, basic\) \(/,
  ],
];

for (const [answer, message] of remedies) {
  test(`readMessage: tells what to do about status ${answer.status}: ${message.source.slice(-30)}`, () => {
    assert.match(thrownBy(() => read(answer)).message, message);
  });
}

test("readMessage: names the tolerances that would admit the message, where they admit all of it", () => {
  const tolerate = tolerating([]);
  const some = thrownBy(() => read(answerOf({ ...honest, expires_in: "60", scope: ["a"] }), { tolerate }));
  assert.match(
    some.message,
    /\nThe server must mend this; to accept it meanwhile, pass tolerate: \["expires-in-string", "scope-array"\]\.$/,
  );
  const none = thrownBy(() => read(answerOf({ ...honest, expires_in: "60", id_token: 1 }), { tolerate }));
  assert.doesNotMatch(none.message, /tolerate/);
});

test("readMessage: tells of each tolerated deviation, and of the message", () => {
  const events: ExchangeEvent[] = [];
  const options = {
    tolerate: tolerating(["expires-in-string", "null-members"]),
    onEvent: (event: ExchangeEvent) => events.push(event),
  };
  const context = contextOf(options);
  const answer = answerOf({ ...honest, expires_in: "60", scope: null });
  const message = readMessage(context, answer, tokenResponseSchema, { request: "TokenRequest", startedAt: 999_000 });
  assert.deepEqual(message, { ...honest, expires_in: 60 });
  const [checked, ...tolerated] = events;
  assert.deepEqual(
    { ...checked, documents: [] },
    {
      type: "exchange",
      request: "TokenRequest",
      message: "TokenResponse",
      documents: [],
      endpoint,
      status: 200,
      durationMs: 1000,
    },
  );
  const shared = { type: "tolerated", message: "TokenResponse", endpoint };
  assert.deepEqual(tolerated, [
    { ...shared, deviation: { tolerance: "null-members", deviation: "D11", pointer: "/scope" } },
    { ...shared, deviation: { tolerance: "expires-in-string", deviation: "D01", pointer: "/expires_in" } },
  ]);
});

test("readMessage: needs neither the name of a request nor its start", () => {
  const events: ExchangeEvent[] = [];
  readMessage(contextOf({ onEvent: (event) => events.push(event) }), answerOf({ sub: "u" }), userinfoResponseSchema);
  assert.ok(events[0]?.type === "exchange");
  assert.deepEqual([events[0].request, events[0].durationMs], [undefined, undefined]);
});

test("readMessage: reads an absolute lifetime with the context's clock", () => {
  const message = read(answerOf({ ...honest, expires_at: 1060 }), { tolerate: tolerating(["expires-on"]) });
  assert.deepEqual(message, { ...honest, expires_at: 1060, expires_in: 60 });
});

test("readMessage: an error that is not about the answer passes through", () => {
  const broken: HttpAnswer = { ...answerOf(honest), headers: JSON.parse("{}") };
  assert.throws(() => read(broken), TypeError);
});
