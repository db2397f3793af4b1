import assert from "node:assert/strict";
import { test } from "node:test";
import { checkContinuity } from "../../../src/id-token/check-continuity.ts";

const original = {
  iss: "https://id.example.com",
  sub: "user",
  aud: "web",
  exp: 2000,
  iat: 1000,
  auth_time: 900,
  azp: "web",
  nonce: "n-1",
};

const continued: readonly (readonly [string, object])[] = [
  ["the same claims, issued later", { iat: 1500, exp: 2500 }],
  ["the same token again", {}],
  ["no nonce", { nonce: undefined }],
  ["no auth_time", { auth_time: undefined }],
  ["the audience as a list", { aud: ["web"] }],
];

for (const [title, change] of continued) {
  test(`accepts ${title} after a refresh (OpenID Connect Core §12.2)`, () => {
    checkContinuity(original, { ...original, ...change });
  });
}

test("accepts an auth_time that the original did not have, and audiences in another order (OpenID Connect Core §12.2)", () => {
  const { auth_time: _, ...without } = original;
  checkContinuity({ ...without, aud: ["web", "api"] }, { ...original, aud: ["api", "web"] });
});

const broken: readonly (readonly [string, object])[] = [
  ["iss", { iss: "https://other.example" }],
  ["sub", { sub: "somebody" }],
  ["aud", { aud: "other" }],
  ["aud", { aud: ["web", "other"] }],
  ["iat", { iat: 999 }],
  ["auth_time", { auth_time: 950 }],
  ["azp", { azp: "other" }],
  ["azp", { azp: undefined }],
  ["nonce", { nonce: "n-2" }],
];

for (const [claim, change] of broken) {
  test(`refuses ${claim} ${JSON.stringify(change)} after a refresh (OpenID Connect Core §12.2)`, () => {
    assert.throws(() => checkContinuity(original, { ...original, ...change }), {
      code: "ERR_VERIFICATION_CONTINUITY",
      parameter: claim,
      message: new RegExp(`original one: ${claim} is (another|older) \\(OpenID Connect Core §12\\.2\\)`),
    });
  });
}

test("refuses azp and nonce that the original did not have (OpenID Connect Core §12.2)", () => {
  const { azp: _azp, nonce: _nonce, ...plain } = original;
  assert.throws(() => checkContinuity(plain, { ...plain, azp: "web" }), { parameter: "azp" });
  assert.throws(() => checkContinuity(plain, { ...plain, nonce: "n-1" }), { parameter: "nonce" });
});

test("refuses as many audiences of which one is another (OpenID Connect Core §12.2)", () => {
  const given = { ...original, aud: ["web", "api"] };
  assert.throws(() => checkContinuity(given, { ...given, aud: ["web", "other"] }), { parameter: "aud" });
});

test("names every claim that differs", () => {
  assert.throws(() => checkContinuity(original, { ...original, sub: "x", iat: 1, nonce: "y" }), {
    message: /sub is another; iat is older; nonce is another/,
  });
});
