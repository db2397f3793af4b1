import assert from "node:assert/strict";
import { test } from "node:test";
import { repeatedParameters } from "../../../src/exchange/repeated-parameters.ts";

test("repeatedParameters: names the parameters and the first as the one concerned", () => {
  const error = repeatedParameters(["code", "state"], "e");
  assert.equal(error.code, "ERR_VERIFICATION_PARAMETER_REPEATED");
  assert.equal(error.parameter, "code");
  assert.equal(
    error.message,
    'The message holds "code", "state" more than once (RFC 6749 §3.1) [e]. Do not use it; something added parameters on the way.',
  );
});

test("repeatedParameters: names three at most, short and harmless", () => {
  const error = repeatedParameters([`a\n${"x".repeat(900)}`, "b", "c", "d", "e"], "e");
  assert.match(error.message, /"b", "c" and 2 others more than once/);
  assert.doesNotMatch(error.message, /\n/);
  assert.ok(error.message.length < 300);
  assert.equal(error.parameter, `a\\u000a${"x".repeat(48)}…`);
});

test("repeatedParameters: without names it names none", () => {
  assert.equal(repeatedParameters([], "e").parameter, "");
});
