import assert from "node:assert/strict";
import { test } from "node:test";
import { type CheckedExpectations, checkExpectations } from "../../../src/id-token/check-expectations.ts";

const now = 1_800_000_000;
const expectations = {
  issuer: "https://id.example.com",
  clientId: "web",
  nonce: "n-0S6_WzA2Mj",
  receivedFrom: "token_endpoint",
} as const;

/** What a program without types may pass. */
function untyped(change: object): CheckedExpectations {
  return { ...expectations, ...change } as CheckedExpectations;
}

for (const change of [
  {},
  { nonce: undefined },
  { receivedFrom: "authorization_endpoint" },
  { acceptAnyNonce: true },
  { clockToleranceSeconds: 0 },
  { clockToleranceSeconds: 600 },
  { clockToleranceSeconds: undefined },
  { maxIssuedAgeSeconds: 0.5 },
  { maxIssuedAgeSeconds: undefined },
  { maxAgeSeconds: 0 },
  { maxAgeSeconds: undefined },
  { trustedAudiences: [], acrValues: ["urn:high"], algorithms: ["RS256"], subject: "user" },
]) {
  test(`accepts ${JSON.stringify(change)}`, () => {
    checkExpectations(untyped(change), now);
  });
}

for (const [parameter, values] of [
  ["issuer", [undefined, null, "", 7]],
  ["clientId", [undefined, null, "", ["web"]]],
  ["receivedFrom", [undefined, null, "", "authorizationEndpoint", "authorization-endpoint"]],
  ["nonce", [null, 7]],
  ["acceptAnyNonce", [null, "false"]],
  ["subject", [null, 7]],
  ["trustedAudiences", [null, "https://api.example.com", [7]]],
  ["acrValues", [null, "urn:high", [null]]],
  ["algorithms", [null, "RS256"]],
  ["clockToleranceSeconds", [null, "30", -1, 601, Number.NaN, Number.POSITIVE_INFINITY]],
  ["maxIssuedAgeSeconds", [null, "86400", 0, -1, Number.NaN, Number.POSITIVE_INFINITY]],
  ["maxAgeSeconds", [null, "60", -1, Number.NaN, Number.POSITIVE_INFINITY]],
] as const) {
  for (const value of values) {
    test(`refuses ${typeof value} ${String(value)} as ${parameter}`, () => {
      assert.throws(() => checkExpectations(untyped({ [parameter]: value }), now), {
        code: "ERR_CONFIGURATION_OPTION",
        parameter,
        message: new RegExp(`^${parameter} must be `),
      });
    });
  }
}

for (const time of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
  test(`refuses a clock that tells ${time}`, () => {
    assert.throws(() => checkExpectations(expectations, time), {
      code: "ERR_CONFIGURATION_OPTION",
      parameter: "clock",
    });
  });
}

for (const [title, change] of [
  ["without a nonce", { nonce: undefined }],
  ["with any nonce", { acceptAnyNonce: true }],
] as const) {
  test(`refuses a token from the authorization endpoint ${title} (OpenID Connect Core §3.2.2.1)`, () => {
    assert.throws(() => checkExpectations(untyped({ receivedFrom: "authorization_endpoint", ...change }), now), {
      code: "ERR_CONFIGURATION_OPTION",
      parameter: "nonce",
    });
  });
}
