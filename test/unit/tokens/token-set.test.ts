import assert from "node:assert/strict";
import { test } from "node:test";
import { createTokenSet } from "../../../src/tokens/token-set.ts";

const response = { access_token: "a", token_type: "Bearer" };
const issuer = "https://id.example.com";
const claims = { iss: "https://id.example.com", sub: "user-1", aud: "client-1", exp: 2, iat: 1 };

test("createTokenSet: derives the expiry from expires_in, and leaves the response as it came", () => {
  const answer = { ...response, expires_in: 60, refresh_token: "r" };
  const tokens = createTokenSet(answer, { claims, issuer, receivedAt: 1000 });
  assert.deepEqual(tokens, {
    response: answer,
    claims,
    issuer,
    refreshToken: "r",
    jkt: undefined,
    receivedAt: 1000,
    expiresAt: 61_000,
  });
  assert.equal(tokens.response, answer);
  assert.ok(Object.isFrozen(tokens));
});

test("createTokenSet: an expiry stays a number that JSON can hold, however long the lifetime", () => {
  const { expiresAt } = createTokenSet(
    { ...response, expires_in: 1e306 },
    { claims: undefined, issuer, receivedAt: 1 },
  );
  assert.equal(expiresAt, 9_007_199_254_740_991);
});

test("createTokenSet: knows no expiry where the server says none (RFC 6749 §5.1)", () => {
  assert.equal(createTokenSet(response, { claims: undefined, issuer, receivedAt: 1000 }).expiresAt, undefined);
  assert.equal(
    createTokenSet({ ...response, expires_in: 0 }, { claims: undefined, issuer, receivedAt: 1000 }).expiresAt,
    1000,
  );
});

test("createTokenSet: keeps the previous refresh token where none came, and takes the new one where one did (RFC 6749 §6)", () => {
  const given = { claims: undefined, issuer, receivedAt: 0, previousRefreshToken: "old" };
  assert.equal(createTokenSet(response, given).refreshToken, "old");
  assert.equal(createTokenSet({ ...response, refresh_token: "new" }, given).refreshToken, "new");
  assert.equal(createTokenSet(response, { claims: undefined, issuer, receivedAt: 0 }).refreshToken, undefined);
});

test("createTokenSet: tells the key of a bound token, and of no other (RFC 9449 §5)", () => {
  const facts = { claims: undefined, issuer, receivedAt: 0, dpop: { jkt: "thumbprint-1" } };
  assert.equal(createTokenSet({ ...response, token_type: "dPoP" }, facts).jkt, "thumbprint-1");
  assert.equal(createTokenSet(response, facts).jkt, undefined);
});
