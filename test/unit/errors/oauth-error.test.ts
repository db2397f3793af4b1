import assert from "node:assert/strict";
import { test } from "node:test";
import { format, inspect } from "node:util";
import { OAuthError } from "../../../src/errors/oauth-error.ts";

test("OAuthError: tells status, error and description", () => {
  const messages = [
    new OAuthError("ERR_OAUTH_RESPONSE", { body: { error: "invalid_grant", error_description: "used" }, status: 400 }),
    new OAuthError("ERR_OAUTH_AUTHORIZATION", { body: { error: "access_denied" } }),
    new OAuthError("ERR_OAUTH_RESPONSE", { body: { error: "x" }, status: 401, endpoint: "e", remedy: "Mend it." }),
  ].map(({ message }) => message);
  assert.deepEqual(messages, [
    "The server answered 400 invalid_grant: used.",
    "The server answered access_denied.",
    "The server answered 401 x [e]. Mend it.",
  ]);
});

test("OAuthError: has what the server said beside it, frozen", () => {
  const body = { error: "invalid_grant", error_uri: "https://a", trace_id: "t" };
  const challenges = [{ scheme: "bearer", parameters: {} }];
  const error = new OAuthError("ERR_OAUTH_RESPONSE", { body, status: 400, challenges, retryAfterSeconds: 5 });
  assert.equal(error.error, "invalid_grant");
  assert.equal(error.status, 400);
  assert.equal(error.retryAfterSeconds, 5);
  assert.deepEqual(error.body, body);
  assert.deepEqual(error.challenges, challenges);
  assert.deepEqual(error.deviations, []);
  for (const part of [error.body, error.challenges, error.deviations]) assert.ok(Object.isFrozen(part));
  assert.equal(Object.isFrozen(body), false, "what was given is not frozen");
});

test("OAuthError: without challenges and deviations it has empty lists", () => {
  const error = new OAuthError("ERR_OAUTH_CHALLENGE", { body: { error: "x" } });
  assert.deepEqual([error.challenges, error.deviations], [[], []]);
});

test("OAuthError: its JSON has the members of the protocol and no others", () => {
  const body = { error: "e", error_description: "d", error_uri: "u", refresh_token: "refresh-secret-1" };
  const error = new OAuthError("ERR_OAUTH_RESPONSE", { body, status: 400 });
  assert.deepEqual(error.toJSON(), {
    name: "OAuthError",
    code: "ERR_OAUTH_RESPONSE",
    message: "The server answered 400 e: d.",
    error: "e",
    error_description: "d",
    error_uri: "u",
    status: 400,
  });
  assert.deepEqual(new OAuthError("ERR_OAUTH_CHALLENGE", { body: { error: "e" } }).toJSON(), {
    name: "OAuthError",
    code: "ERR_OAUTH_CHALLENGE",
    message: "The server answered e.",
    error: "e",
  });
});

test("OAuthError: extension members show neither when it is inspected nor when it is spread", () => {
  const error = new OAuthError("ERR_OAUTH_RESPONSE", { body: { error: "e", hint: "refresh-secret-1" } });
  assert.doesNotMatch(inspect(error, { depth: 9 }), /secret/);
  assert.doesNotMatch(JSON.stringify({ ...error }), /secret/);
  assert.equal(error.body.hint, "refresh-secret-1");
});

test("OAuthError: body shows in no inspection, one of hidden members included, in no JSON and in no copy", () => {
  const body = { error: "e", refresh_token: "refresh-secret-1", nested: { id_token: "eyJ.refresh-secret-2" } };
  const error = new OAuthError("ERR_OAUTH_RESPONSE", { body, status: 400, cause: new Error("why") });
  const texts = [
    inspect(error, { depth: 20, showHidden: true }),
    inspect({ error: [error] }, { depth: 20, showHidden: true }),
    inspect(structuredClone(error), { depth: 20, showHidden: true }),
    format("%o %O %s %j", error, error, error, error),
    JSON.stringify(error),
    JSON.stringify({ ...error }),
    JSON.stringify(Object.getOwnPropertyDescriptors(error)),
    String(error),
    error.stack ?? "",
  ];
  for (const text of texts) assert.doesNotMatch(text, /secret|eyJ/);
  assert.ok(texts.every((text) => text.length > 10));
  assert.equal(Object.keys(error).includes("body"), false);
  assert.deepEqual(error.body, body);
});

test("OAuthError: the server's text can neither forge lines of a log nor flood it, and stays whole in body", () => {
  const hostile = `one\r\nERROR two\u001b[2J\u2028\u202E${"x".repeat(100_000)}`;
  const body = { error: hostile, error_description: hostile, error_uri: hostile };
  const error = new OAuthError("ERR_OAUTH_RESPONSE", { body, status: 400 });
  for (const text of [error.message, JSON.stringify(error)]) {
    assert.doesNotMatch(text, /[\p{Cc}\u2028\u202E]/u);
    assert.ok(text.length < 3000, `${text.length} characters`);
  }
  assert.ok(error.message.startsWith("The server answered 400 one\\u000d\\u000aERROR two\\u001b[2J"));
  assert.deepEqual(error.body, body);
  assert.equal(error.error, hostile);
});
