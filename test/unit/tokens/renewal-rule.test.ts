import assert from "node:assert/strict";
import { test } from "node:test";
import { createRenewalRule } from "../../../src/tokens/renewal-rule.ts";
import { createTokenSet, type TokenSet } from "../../../src/tokens/token-set.ts";

function tokensFor(expires_in: number | undefined, receivedAt = 0): TokenSet {
  const response = { access_token: "a", token_type: "Bearer", ...(expires_in === undefined ? {} : { expires_in }) };
  return createTokenSet(response, { claims: undefined, issuer: "https://id.example.com", receivedAt });
}

/** The first millisecond at which a token is due. */
function dueAt(tokens: TokenSet, seed: number): number {
  const { isDue } = createRenewalRule((length) => new Uint8Array(length).fill(seed), 60_000);
  let [early, late] = [0, 10_000_000];
  while (late - early > 1) {
    const middle = Math.floor((early + late) / 2);
    if (isDue(tokens, middle)) late = middle;
    else early = middle;
  }
  return late;
}

for (const [life, earliest, latest] of [
  [3600, 3_480_000, 3_540_000],
  [300, 240_000, 270_000],
  [10, 8000, 9000],
  [1, 1000, 1000],
  [0, 1000, 1000],
] as const) {
  test(`renewal rule: a token of ${life} seconds is due between ${earliest} and ${latest} ms`, () => {
    const times = Array.from({ length: 64 }, (_, index) => dueAt(tokensFor(life), index * 4));
    assert.ok(times.every((time) => time >= earliest && time <= latest));
    if (life >= 10) assert.ok(new Set(times).size > 30, "the processes differ");
  });
}

test("renewal rule: one process renews different tokens at different distances from their ends", () => {
  const distances = [0, 1000, 2000, 3000].map((at) => at + 3_600_000 - dueAt(tokensFor(3600, at), 7));
  assert.equal(new Set(distances).size, 4);
});

test("renewal rule: a token without expires_in is never due and always usable", () => {
  const { isDue, isUsable } = createRenewalRule((length) => new Uint8Array(length), 60_000);
  assert.equal(isDue(tokensFor(undefined), Number.MAX_SAFE_INTEGER), false);
  assert.equal(isUsable(tokensFor(undefined), Number.MAX_SAFE_INTEGER), true);
  assert.equal(isUsable(tokensFor(5), 4999), true);
  assert.equal(isUsable(tokensFor(5), 5000), false);
});
