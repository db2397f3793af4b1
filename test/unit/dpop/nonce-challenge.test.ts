import assert from "node:assert/strict";
import { test } from "node:test";
import { demandsNonce, unmetDemand } from "../../../src/dpop/nonce-challenge.ts";
import { OAuthError } from "../../../src/errors/oauth-error.ts";

interface Sample {
  readonly status: number;
  readonly text?: string;
  readonly challenge?: string;
}

function answerOf({ status, text, challenge }: Sample) {
  const headers = new Headers(challenge === undefined ? {} : { "www-authenticate": challenge });
  return {
    status,
    headers,
    ...(text === undefined ? {} : { text }),
    endpoint: "token_endpoint https://id.example.com/token",
  };
}

const json = '{"error":"use_dpop_nonce","error_description":"again"}';

const samples: readonly (readonly [string, Sample, boolean])[] = [
  ["JSON with 400 (RFC 9449 §8)", { status: 400, text: json }, true],
  ["JSON with 401, as some servers send it", { status: 401, text: json }, true],
  ["a challenge with 401 (RFC 9449 §9)", { status: 401, challenge: 'DPoP error="use_dpop_nonce"' }, true],
  [
    "a challenge whose error is not its first parameter",
    { status: 401, challenge: 'DPoP algs="ES256", error="use_dpop_nonce"' },
    true,
  ],
  ["the second of two challenges", { status: 401, challenge: 'Bearer realm="a", dPoP error=use_dpop_nonce' }, true],
  ["another error", { status: 400, text: '{"error":"invalid_dpop_proof"}' }, false],
  [
    "a description that speaks of it",
    { status: 400, text: '{"error":"invalid_grant","error_description":"use_dpop_nonce"}' },
    false,
  ],
  ["JSON with 200", { status: 200, text: json }, false],
  ["JSON with 500", { status: 500, text: json }, false],
  ["broken JSON", { status: 400, text: '{"error":"use_dpop_nonce"' }, false],
  ["a list", { status: 400, text: '["use_dpop_nonce"]' }, false],
  ["a challenge with 400", { status: 400, challenge: 'DPoP error="use_dpop_nonce"' }, false],
  ["a challenge with 403", { status: 403, challenge: 'DPoP error="use_dpop_nonce"' }, false],
  ["a bearer challenge", { status: 401, challenge: 'Bearer error="use_dpop_nonce"' }, false],
  ["401 and nothing else", { status: 401 }, false],
];

for (const [title, sample, expected] of samples) {
  test(`nonce challenge: ${title} ${expected ? "is" : "is not"} a demand`, () => {
    assert.equal(demandsNonce(answerOf(sample)), expected);
  });
}

test("nonce challenge: an unmet demand is the server's error, with what it said and what is wrong (RFC 9449 §8)", () => {
  assert.throws(
    () => unmetDemand(answerOf({ status: 400, text: json }), "n-2"),
    (error) => {
      assert.ok(error instanceof OAuthError);
      assert.equal(error.code, "ERR_OAUTH_RESPONSE");
      assert.deepEqual(
        [error.error, error.status, error.endpoint],
        ["use_dpop_nonce", 400, "token_endpoint https://id.example.com/token"],
      );
      assert.deepEqual(error.body, { error: "use_dpop_nonce", error_description: "again" });
      assert.match(error.message, /refused the one it had sent/);
      return true;
    },
  );
});

test("nonce challenge: an unmet demand of a resource keeps its challenge, and says when no nonce came", () => {
  const answer = answerOf({ status: 401, text: "", challenge: 'DPoP error="use_dpop_nonce"' });
  assert.throws(
    () => unmetDemand(answer, undefined),
    (error) => {
      assert.ok(error instanceof OAuthError);
      assert.equal(error.code, "ERR_OAUTH_CHALLENGE");
      assert.equal(error.challenges[0]?.scheme, "dpop");
      assert.match(error.message, /sent none that may be used/);
      return true;
    },
  );
});

test("nonce challenge: an answer that has not been read, or demands nothing, stays as it is", () => {
  const unread = answerOf({ status: 401, challenge: 'DPoP error="use_dpop_nonce"' });
  assert.equal(unmetDemand(unread, undefined), unread);
  const other = answerOf({ status: 400, text: "{}" });
  assert.equal(unmetDemand(other, undefined), other);
});
