import assert from "node:assert/strict";
import { test } from "node:test";
import { readErrorAnswer } from "../../../src/exchange/error-answer.ts";
import { errorExplanation, explaining } from "../../../src/exchange/error-explanation.ts";
import type { HttpAnswer } from "../../../src/http/types.ts";
import { answerOf, endpoint, untyped } from "./answers.ts";

const clock = (): number => Date.UTC(2030, 0, 1);
const read = (answer: HttpAnswer) => readErrorAnswer(answer, { clock, explain: errorExplanation });
const skim = (answer: HttpAnswer) => readErrorAnswer(answer, { clock });

/** What was found: code, error, description, and the deviations as pointer and keyword. */
function summary(answer: HttpAnswer): readonly unknown[] {
  const error = read(answer);
  if (error === undefined) return ["nothing"];
  const deviations = error.deviations.map(({ pointer, keyword }) => `${pointer} ${keyword}`);
  return [error.code, error.error, error.body.error_description, ...deviations];
}

const form = { "content-type": "application/x-www-form-urlencoded" };
const html = { "content-type": "text/html" };
const plain = { "content-type": "text/plain" };
const said = "ERR_OAUTH_RESPONSE";

const answers: readonly (readonly [title: string, HttpAnswer, readonly unknown[]])[] = [
  [
    "an error as it should be (RFC 6749 §5.2)",
    answerOf({ error: "invalid_grant", error_description: "used" }, 400),
    [said, "invalid_grant", "used"],
  ],
  [
    "one that is JSON with a charset",
    answerOf({ error: "x" }, 400, { "content-type": "Application/JSON ; charset=utf-8" }),
    [said, "x", undefined],
  ],
  ["a 5xx with an error body", answerOf({ error: "server_error" }, 503), [said, "server_error", undefined]],
  [
    "D05: an error with status 200",
    answerOf({ error: "bad_verification_code" }, 200),
    [said, "bad_verification_code", undefined, " status"],
  ],
  [
    "D05: Slack's form of it",
    answerOf({ ok: false, error: "invalid_code" }),
    [said, "invalid_code", undefined, " status"],
  ],
  [
    "D08: an error object with type, message and code (Facebook)",
    answerOf({ error: { message: "Bad token", type: "OAuthException", code: 190 } }, 400),
    [said, "OAuthException", "Bad token", "/error type"],
  ],
  [
    "D08: an error object with status (Google)",
    answerOf({ error: { code: 401, message: "no", status: "UNAUTHENTICATED" } }, 401),
    [said, "UNAUTHENTICATED", "no", "/error type"],
  ],
  [
    "D08: an error object with a code only",
    answerOf({ error: { code: 401 } }, 401),
    [said, "401", undefined, "/error type"],
  ],
  [
    "D08: an error object that says nothing",
    answerOf({ error: {} }, 401),
    [said, "unknown_error", undefined, "/error type"],
  ],
  [
    "D08: the description beside the object wins",
    answerOf({ error: { code: "c", message: "inner" }, error_description: "outer" }, 400),
    [said, "c", "outer", "/error type"],
  ],
  ["an error that is a number", answerOf({ error: 404 }, 404), [said, "404", undefined, "/error type"]],
  ["an error that is zero", answerOf({ error: 0 }, 400), [said, "0", undefined, "/error type"]],
  ["an error that is a list of texts", answerOf({ error: ["x", "y"] }, 404), [said, "x", undefined, "/error type"]],
  [
    "an error that is a list of objects",
    answerOf({ error: [{ code: "c", message: "inner" }] }, 400),
    [said, "c", "inner", "/error type"],
  ],
  ["an error that is a list of one number", answerOf({ error: [7] }, 400), [said, "7", undefined, "/error type"]],
  ["an error that is an empty list", answerOf({ error: [] }, 400), [said, "unknown_error", undefined, "/error type"]],
  [
    "an error that is a list in a list",
    answerOf({ error: [["x"]] }, 400),
    [said, "unknown_error", undefined, "/error type"],
  ],
  [
    "an error beside an access token",
    answerOf({ error: "invalid_grant", access_token: "access-secret-1", token_type: "Bearer" }, 200),
    [said, "invalid_grant", undefined, " status"],
  ],
  [
    "D09: a description with line breaks and quotes (Entra)",
    answerOf({ error: "invalid_client", error_description: 'AADSTS7000215: "x"\r\nTrace ID: 1 é' }, 401),
    [said, "invalid_client", 'AADSTS7000215: "x"\r\nTrace ID: 1 é', "/error_description format"],
  ],
  [
    "a description that is a number",
    answerOf({ error: "e", error_description: 42 }, 400),
    [said, "e", "42", "/error_description type"],
  ],
  [
    "a description that is null",
    answerOf({ error: "e", error_description: null, error_uri: [] }, 400),
    [said, "e", undefined, "/error_description type", "/error_uri type"],
  ],
  [
    "D29: a code that nobody registered",
    answerOf({ error: "incorrect_client_credentials" }, 400),
    [said, "incorrect_client_credentials", undefined],
  ],
  [
    "form text (GitHub)",
    answerOf("error=bad_verification_code&error_description=The+code+is+wrong.&error_uri=https%3A%2F%2Fa", 200, form),
    [said, "bad_verification_code", "The code is wrong.", " status", " content-type"],
  ],
  ["form text as plain text", answerOf("error=x\n", 400, plain), [said, "x", undefined, " content-type"]],
  [
    "form text where error is not the first",
    answerOf("a=b&error=x", 400, form),
    [said, "x", undefined, " content-type"],
  ],
  [
    "form text with two errors: the first counts",
    answerOf("error=a&error=b&error_description=c", 400, form),
    [said, "a", "c", " content-type", "/error duplicate"],
  ],
  [
    "form text whose second error is empty",
    answerOf("error=a&error=", 400, form),
    [said, "a", undefined, " content-type", "/error duplicate"],
  ],
  [
    "JSON as HTML",
    answerOf({ error: "invalid_client" }, 401, html),
    [said, "invalid_client", undefined, " content-type"],
  ],
  ["JSON without a content type", untyped('{"error":"x"}', 400), [said, "x", undefined, " content-type"]],
  [
    "JSON as problem+json",
    answerOf({ error: "x", title: "t" }, 400, { "content-type": "application/problem+json" }),
    [said, "x", undefined, " content-type"],
  ],
  [
    "JSON with white space and a byte order mark before it",
    answerOf('\ufeff\n {"error":"x"}', 400),
    [said, "x", undefined],
  ],
  [
    "JSON with the error twice: the last is shown, as in every JSON parser",
    answerOf('{"error":"a","error":"b"}', 400),
    [said, "b", undefined, "/error duplicate"],
  ],
];

for (const [title, answer, expected] of answers) {
  test(`readErrorAnswer: finds ${title}`, () => {
    assert.deepEqual(summary(answer), expected);
  });
}

const strangers: readonly (readonly [title: string, HttpAnswer])[] = [
  ["an empty body", answerOf("", 500)],
  ["a web page", answerOf("<!doctype html><title>error=x</title>", 502, html)],
  ["a web page that speaks of error=", answerOf('<a href="/?a=b&error=x">', 502, html)],
  ["a line of a log", answerOf("level=error msg=timeout error=x", 502, plain)],
  ["a sentence", answerOf("error=connection refused", 502, plain)],
  ["form text without an error", answerOf("a=b&c=d", 400, form)],
  ["form text with an empty error", answerOf("error=&a=b", 400, form)],
  ["form text whose error is only part of a name", answerOf("my_error=x&errors=y", 400, form)],
  ["an error that is true", answerOf({ error: true }, 404)],
  ["an error that is null", answerOf({ error: null }, 404)],
  ["an empty error", answerOf({ error: "" }, 404)],
  ["an error that is false", answerOf({ error: false }, 404)],
  ["an error below the top level", answerOf({ data: { error: "x" } }, 404)],
  ["a list of errors", answerOf([{ error: "x" }], 404)],
  ["broken JSON", answerOf('{"error":"x"', 400)],
  ["JSON that is nested without end", answerOf(`{"error":"x","a":${"[".repeat(99)}${"]".repeat(99)}}`, 400)],
  ["JSON text", answerOf('"error"', 400)],
  ["a challenge without an error", answerOf("", 401, { "www-authenticate": 'Bearer realm="x"' })],
  ["a challenge with an empty error", answerOf("", 401, { "www-authenticate": 'Bearer error=""' })],
  ["a challenge with status 200", answerOf({ ok: true }, 200, { "www-authenticate": 'Bearer error="x"' })],
];

for (const [title, answer] of strangers) {
  test(`readErrorAnswer: finds no error in ${title}`, () => {
    assert.deepEqual(summary(answer), ["nothing"]);
  });
}

test("readErrorAnswer: a challenge with an error (RFC 6750 §3)", () => {
  const field = 'Basic realm="x", DPoP algs="ES256", error="use_it", Bearer error="invalid_token", max_age="60"';
  const error = read(answerOf("", 401, { "www-authenticate": field }));
  assert.equal(error?.code, "ERR_OAUTH_CHALLENGE");
  assert.equal(error.error, "use_it");
  assert.deepEqual(
    error.challenges.map(({ scheme }) => scheme),
    ["basic", "dpop", "bearer"],
  );
  assert.equal(error.challenges[2]?.parameters.max_age, 60);
});

test("readErrorAnswer: gives description and page of a challenge", () => {
  const field = 'Bearer error="insufficient_scope", error_description="more", error_uri="https://a", scope="x"';
  const error = read(answerOf("<p>", 403, { "www-authenticate": field, ...html }));
  assert.deepEqual(error?.body, { error: "insufficient_scope", error_description: "more", error_uri: "https://a" });
  assert.equal(error?.remedy, "Ask for the scope named by the challenge.");
});

test("readErrorAnswer: the body's error wins over the challenge's, and both are told", () => {
  const error = read(
    answerOf({ error: "invalid_client" }, 401, { "www-authenticate": 'Basic realm="token", error="other"' }),
  );
  assert.equal(error?.code, said);
  assert.equal(error.error, "invalid_client");
  assert.deepEqual(
    error.challenges.map(({ scheme, parameters }) => [scheme, parameters.error]),
    [["basic", "other"]],
  );
});

for (const [field, seconds] of [
  ["120", 120],
  ["Tue, 01 Jan 2030 00:00:30 GMT", 30],
  ["Tue, 01 Jan 2019 00:00:00 GMT", 0],
  ["soon", undefined],
] as const) {
  test(`readErrorAnswer: Retry-After ${field} means ${seconds} seconds (RFC 9110 §10.2.3)`, () => {
    const error = read(answerOf({ error: "temporarily_unavailable" }, 503, { "retry-after": field }));
    assert.equal(error?.retryAfterSeconds, seconds);
  });
}

test("readErrorAnswer: tells status and endpoint, and keeps the body whole", () => {
  const body = { error: "invalid_grant", trace_id: "t", error_codes: [1], suberror: null };
  const error = read(answerOf(body, 400));
  assert.equal(error?.status, 400);
  assert.equal(error.endpoint, endpoint);
  assert.deepEqual(error.body, body);
  assert.match(error.message, /start a new authorization\.$/);
});

for (const error of ["constructor", "__proto__", "toString", "hasOwnProperty"]) {
  test(`readErrorAnswer: an error called ${error} has no remedy`, () => {
    const found = read(answerOf({ error }, 400));
    assert.equal(found?.remedy, undefined);
    assert.equal(found?.message, `The server answered 400 ${error} (RFC 6749 §5.2) [${endpoint}].`);
  });
}

test("readErrorAnswer: __proto__ of a body stays an ordinary member", () => {
  const found = read(answerOf('{"error":"e","__proto__":{"error_description":"x"}}', 400));
  assert.equal(found?.body.error_description, undefined);
  assert.equal(Object.getPrototypeOf(found?.body), Object.prototype);
  const inForm = read(answerOf("error=e&__proto__=x", 400, form));
  assert.equal(Object.getPrototypeOf(inForm?.body), Object.prototype);
});

const size = 1_000_000;
for (const [title, text] of [
  ["one endless name", "a".repeat(size)],
  ["one endless value", `a=${"=".repeat(size)}`],
  ["parameters without end", "a=b&".repeat(size / 4)],
  ["parameters without end, then a space", `${"a=b&".repeat(size / 4)} `],
  ["one name repeated without end", `error=x&${"a=b&".repeat(size / 4)}a=b`],
  ["names without end", `error=x&${Array.from({ length: size / 10 }, (_, index) => `a${index}=b`).join("&")}`],
  ["dots and dashes", ".-".repeat(size / 2)],
  ["ampersands", "&".repeat(size)],
  ["white space", " ".repeat(size)],
  ["braces", "{".repeat(size)],
  ["repeated members", `{"error":"x"${',"a":1'.repeat(size / 6)}}`],
] as const) {
  test(`readErrorAnswer: reads ${title} in linear time`, () => {
    const started = performance.now();
    const found = read(answerOf(text, 400, plain));
    assert.ok(performance.now() - started < 2000, `${performance.now() - started} ms`);
    assert.ok((found?.deviations.length ?? 0) <= 12);
  });
}

test("readErrorAnswer: without an explanation, all that the server said is there, and no advice (RFC 6749 §5.2)", () => {
  const body = { error: "invalid_client", error_description: "no such client", hint: "h" };
  const error = skim(answerOf(body, 401, { "www-authenticate": 'Basic realm="x"', "retry-after": " 7 " }));
  assert.deepEqual([error?.code, error?.error, error?.status], ["ERR_OAUTH_RESPONSE", "invalid_client", 401]);
  assert.deepEqual([error?.endpoint, error?.specification?.label], [endpoint, "RFC 6749 §5.2"]);
  assert.deepEqual([error?.body, error?.retryAfterSeconds, error?.challenges], [body, 7, []]);
  assert.equal(error?.remedy, undefined);
  assert.match(read(answerOf(body, 401))?.remedy ?? "", /^Check client_id, the client's credentials/);
});

test("readErrorAnswer: a code named like a member of every object has no remedy", () => {
  assert.equal(read(answerOf({ error: "constructor" }, 400))?.remedy, undefined);
});

for (const [field, error] of [
  ['Bearer error="invalid_token", error_description="it expired"', "invalid_token"],
  ['Basic realm="x", DPoP algs="ES256",error=use_it, Bearer error="y"', "use_it"],
  ['Bearer ERROR="invalid_token"', "invalid_token"],
  ['Bearer realm="x"', undefined],
  ['Bearer error=""', undefined],
  ['Bearer my_error="x", error_description="y"', undefined],
] as const) {
  test(`readErrorAnswer: without an explanation, ${field} says ${error} (RFC 6750 §3)`, () => {
    const said = skim(answerOf("", 401, { "www-authenticate": field }));
    assert.deepEqual(
      [said?.code, said?.error],
      error === undefined ? [undefined, undefined] : ["ERR_OAUTH_CHALLENGE", error],
    );
    assert.equal(skim(answerOf("{}", 200, { "www-authenticate": field })), undefined);
  });
}

test("readErrorAnswer: without an explanation, Retry-After counts where it is a number (RFC 9110 §10.2.3)", () => {
  const at = (field: string) => answerOf({ error: "x" }, 503, { "retry-after": field });
  const date = "Tue, 01 Jan 2030 00:01:00 GMT";
  assert.deepEqual([skim(at("7"))?.retryAfterSeconds, skim(at("soon"))?.retryAfterSeconds], [7, undefined]);
  assert.deepEqual([skim(at(date))?.retryAfterSeconds, read(at(date))?.retryAfterSeconds], [undefined, 60]);
});

test("explaining: keeps the explanation of a context, or brings one", () => {
  const own = { ...errorExplanation };
  assert.equal(explaining({ explain: own }).explain, own);
  assert.equal(explaining({}).explain, errorExplanation);
});

test("readErrorAnswer: a secret of the request is concealed in whatever spelling JSON and challenges allow, names of members too", () => {
  const secret = "aB/cD3+eF/gH4+iJ";
  const conceal = (text: string): string => text.replaceAll(secret, "…");
  const escaped = [...secret].map((c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`).join("");
  for (const spelling of [secret, secret.replaceAll("/", "\\/"), escaped]) {
    const text = `{"error":"invalid_grant","error_description":"bad ${spelling}","${spelling}":[{"a":"${spelling}"}]}`;
    const error = read({ ...answerOf(text, 400), conceal });
    assert.equal(error?.error, "invalid_grant");
    assert.ok(!JSON.stringify([error, error?.body, error?.message]).includes("cD3"), spelling);
  }
  const quoted = [...secret].map((c) => `\\${c}`).join("");
  const field = { "www-authenticate": `Bearer error="invalid_token", error_description="bad ${quoted}"` };
  const challenged = read({ ...answerOf("", 401, field), conceal });
  assert.equal(challenged?.body.error_description, "bad …");
});
