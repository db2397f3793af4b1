import assert from "node:assert/strict";
import { test } from "node:test";
import { ConfigurationError } from "../../../src/errors/families.ts";
import { checkHeaderFields, createHttpPolicy } from "../../../src/http/policy.ts";

function refuses(parameter: string): (error: unknown) => boolean {
  return (error) =>
    error instanceof ConfigurationError &&
    error.code === "ERR_CONFIGURATION_OPTION" &&
    error.parameter === parameter &&
    error.message.startsWith(parameter);
}

test("fills in the defaults: 30 s, 1 MiB, no header fields", () => {
  const { timeoutMs, maxResponseBytes, headers } = createHttpPolicy({});
  assert.deepEqual(
    { timeoutMs, maxResponseBytes, headers },
    { timeoutMs: 30_000, maxResponseBytes: 1_048_576, headers: {} },
  );
});

test("keeps what is given, with header names in lower case", () => {
  const fetch = async (): Promise<Response> => new Response();
  const policy = createHttpPolicy({ fetch, timeoutMs: 1, maxResponseBytes: 1, headers: { "X-Request-Id": "a" } });
  assert.equal(policy.fetch, fetch);
  assert.deepEqual(policy.headers, { "x-request-id": "a" });
  assert.ok(Object.isFrozen(policy) && Object.isFrozen(policy.headers));
});

for (const timeoutMs of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2_147_483_648]) {
  test(`refuses the deadline ${timeoutMs}`, () =>
    assert.throws(() => createHttpPolicy({ timeoutMs }), refuses("timeoutMs")));
}

test("accepts the longest deadline that a timer can hold", () => {
  assert.equal(createHttpPolicy({ timeoutMs: 2_147_483_647 }).timeoutMs, 2_147_483_647);
});

for (const maxResponseBytes of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
  test(`refuses the size cap ${maxResponseBytes}`, () => {
    assert.throws(() => createHttpPolicy({ maxResponseBytes }), refuses("maxResponseBytes"));
  });
}

test("refuses options of a wrong type, as JavaScript callers may give them", () => {
  assert.throws(() => createHttpPolicy(JSON.parse('{"fetch":"https://id.example.com"}')), refuses("fetch"));
  assert.throws(() => createHttpPolicy(JSON.parse('{"timeoutMs":"30"}')), refuses("timeoutMs"));
  assert.throws(() => createHttpPolicy(JSON.parse('{"headers":{"x-a":1}}')), refuses("x-a"));
});

for (const name of [
  "Accept",
  "authorization",
  "Connection",
  "Content-Length",
  "content-type",
  "Cookie",
  "DPoP",
  "host",
  "Transfer-Encoding",
]) {
  test(`refuses the header field ${name} for every request`, () => {
    assert.throws(() => createHttpPolicy({ headers: { [name]: "x" } }), refuses(`headers.${name.toLowerCase()}`));
  });
}

test("refuses a header field that is given in two spellings", () => {
  assert.throws(() => createHttpPolicy({ headers: { "x-a": "1", "X-A": "2" } }), refuses("headers.x-a"));
});

test("is not fooled by a header field named __proto__", () => {
  const headers = Object.fromEntries([["__proto__", "a"]]);
  assert.deepEqual(Object.entries(createHttpPolicy({ headers }).headers), [["__proto__", "a"]]);
});

test("accepts header fields with tabs and Latin-1 text", () => {
  assert.doesNotThrow(() => checkHeaderFields({ "x-a": "a\tb \u{e9}", "x-b": "" }));
});

for (const value of ["a\r\nb: c", "a\nb", "a\0", "\u{7f}", "snow\u{2603}"]) {
  test(`refuses the header value ${JSON.stringify(value)} without showing it`, () => {
    assert.throws(
      () => checkHeaderFields({ authorization: `Bearer secret${value}` }),
      (error) => refuses("authorization")(error) && !String(error).includes("secret"),
    );
  });
}

for (const name of ["", "a b", "a:", "é"]) {
  test(`refuses the header name "${name}"`, () =>
    assert.throws(() => checkHeaderFields({ [name]: "x" }), refuses("headers")));
}
