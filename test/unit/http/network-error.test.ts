import assert from "node:assert/strict";
import { test } from "node:test";
import { errorExplanation } from "../../../src/exchange/error-explanation.ts";
import { networkError } from "../../../src/http/network-error.ts";

const endpoint = "token_endpoint https://id.example.com/token";
const phase = "waiting for the answer to begin";

function coded(message: string, code: unknown, cause?: unknown): Error {
  return Object.assign(new Error(message, cause === undefined ? undefined : { cause }), { code });
}

const reasons: readonly (readonly [title: string, cause: unknown, expected: string])[] = [
  [
    "the innermost cause with its code",
    new TypeError("fetch failed", { cause: coded("other side closed", "UND_ERR_SOCKET") }),
    ": UND_ERR_SOCKET other side closed",
  ],
  [
    "a code once when the text has it",
    coded("connect ECONNREFUSED 127.0.0.1:1", "ECONNREFUSED"),
    ": connect ECONNREFUSED 127.0.0.1:1",
  ],
  [
    "the first of several attempts",
    new TypeError("fetch failed", {
      cause: Object.assign(new AggregateError([coded("connect ECONNREFUSED ::1:1", "ECONNREFUSED")], ""), {
        code: "ECONNREFUSED",
      }),
    }),
    ": connect ECONNREFUSED ::1:1",
  ],
  ["the outer text when the cause has none", new TypeError("fetch failed", { cause: {} }), ": fetch failed"],
  ["an error of another realm", { message: "foreign", code: "E_FOREIGN" }, ": E_FOREIGN foreign"],
  ["an error whose code is a number", coded("legacy", 23), ": legacy"],
  ["a thrown string", "boom", ": no reason given"],
  ["nothing thrown at all", undefined, ": no reason given"],
  [
    "a URL without its query",
    new Error("Failed to parse https://id.example.com/a?code=secret b"),
    ": Failed to parse https://id.example.com/a?… b",
  ],
  [
    "a proxy without its password",
    new Error("No answer from http://user:p%40ss@proxy.example:8080/ (mailto:a@b.example)"),
    ": No answer from http://…@proxy.example:8080/ (mailto:a@b.example)",
  ],
  ["line breaks as escapes", new Error("a\nforged line"), ": a\\u000aforged line"],
];

for (const [title, cause, expected] of reasons) {
  test(`tells ${title}`, () => {
    const error = networkError(cause, phase, { endpoint });
    assert.equal(error.code, "ERR_TRANSPORT_NETWORK");
    assert.ok(error.message.startsWith(`The connection failed while ${phase}${expected} [${endpoint}]`), error.message);
    assert.equal(error.cause, cause);
  });
}

test("takes out of the text what it is told is a secret, and keeps the cause", () => {
  const cause = new Error("No match for Bearer abc");
  const error = networkError(cause, phase, { endpoint, conceal: (text) => text.replace("abc", "…") });
  assert.match(error.message, /: No match for Bearer … \[/);
  assert.equal(error.cause, cause);
});

test("keeps the text short and does not follow an endless chain of causes", () => {
  const endless = new Error("x".repeat(10_000));
  endless.cause = endless;
  assert.ok(networkError(endless, phase, { endpoint }).message.length < 400);
});

for (const code of ["ECONNREFUSED", "ENOTFOUND", "UND_ERR_CONNECT_TIMEOUT", "SELF_SIGNED_CERT_IN_CHAIN"]) {
  test(`says what to do about ${code}`, () => {
    assert.ok(networkError(coded("failed", code), phase, { endpoint, explain: errorExplanation }).remedy !== undefined);
  });
}

test("has no advice where there is none", () => {
  assert.equal(
    networkError(coded("failed", "constructor"), phase, { endpoint, explain: errorExplanation }).remedy,
    undefined,
  );
});
