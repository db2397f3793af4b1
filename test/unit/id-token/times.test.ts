import assert from "node:assert/strict";
import { test } from "node:test";
import { type TimeExpectations, verifyTimes } from "../../../src/id-token/times.ts";

const now = 1_800_000_000;
const claims = { iss: "https://id.example.com", sub: "user", aud: "web", exp: now + 300, iat: now };

type Row = readonly [title: string, change: object, expectations: TimeExpectations];

const accepted: readonly Row[] = [
  ["a fresh token", {}, {}],
  ["a token that expired 29 seconds ago", { exp: now - 29 }, {}],
  ["a token that expired 29.5 seconds ago", { exp: now - 29.5 }, {}],
  ["a token that expires in a second, without tolerance", { exp: now + 1 }, { clockToleranceSeconds: 0 }],
  ["a token that becomes valid in 30 seconds", { nbf: now + 30 }, {}],
  ["a token that becomes valid now, without tolerance", { nbf: now }, { clockToleranceSeconds: 0 }],
  ["a token dated 30 seconds ahead", { iat: now + 30 }, {}],
  ["a token issued a day ago", { iat: now - 86_400 }, {}],
  ["a token issued a day and the tolerance ago", { iat: now - 86_430 }, {}],
  ["an old token where old ones are accepted", { iat: now - 999_999 }, { maxIssuedAgeSeconds: 1_000_000 }],
  ["an authentication as old as max_age", { auth_time: now - 100 }, { maxAgeSeconds: 100 }],
  ["an authentication older by the tolerance", { auth_time: now - 130 }, { maxAgeSeconds: 100 }],
  ["an authentication dated ahead by the tolerance", { auth_time: now + 30 }, { maxAgeSeconds: 100 }],
  ["max_age 0 with an authentication just now", { auth_time: now }, { maxAgeSeconds: 0 }],
  ["any auth_time where only its presence is required", { auth_time: 1 }, { requireAuthTime: true }],
  ["an auth_time in milliseconds where nobody asked for it", { auth_time: now * 1000 }, {}],
  ["no auth_time where nobody asked for it", {}, { requireAuthTime: false }],
];

for (const [title, change, expectations] of accepted) {
  test(`accepts ${title} (OpenID Connect Core §3.1.3.7)`, () => {
    verifyTimes({ ...claims, ...change }, expectations, now);
  });
}

const refused: readonly (readonly [...Row, code: string, message: RegExp])[] = [
  [
    "a token that expired 30 seconds ago",
    { exp: now - 30 },
    {},
    "ERR_VERIFICATION_EXPIRED",
    /expired 30 seconds ago \(clock tolerance 30 seconds\)/,
  ],
  [
    "a token that expires now, without tolerance",
    { exp: now },
    { clockToleranceSeconds: 0 },
    "ERR_VERIFICATION_EXPIRED",
    /expired 0 seconds ago/,
  ],
  ["exp 0", { exp: 0 }, {}, "ERR_VERIFICATION_EXPIRED", /expired 1800000000 seconds ago/],
  [
    "a token that becomes valid in 31 seconds",
    { nbf: now + 31 },
    {},
    "ERR_VERIFICATION_NOT_YET_VALID",
    /becomes valid in 31 seconds .*RFC 7519 §4\.1\.5/,
  ],
  [
    "a token dated 31 seconds ahead",
    { iat: now + 31 },
    {},
    "ERR_VERIFICATION_ISSUED_AT",
    /dated 31 seconds in the future/,
  ],
  [
    "a token dated a year ahead",
    { iat: now + 31_536_000, exp: now + 63_072_000 },
    {},
    "ERR_VERIFICATION_ISSUED_AT",
    /31536000 seconds in the future/,
  ],
  [
    "a token issued more than a day ago",
    { iat: now - 86_431 },
    {},
    "ERR_VERIFICATION_ISSUED_AT",
    /issued 86431 seconds ago, accepted are 86400/,
  ],
  [
    "a token older than the bound given",
    { iat: now - 91 },
    { maxIssuedAgeSeconds: 60 },
    "ERR_VERIFICATION_ISSUED_AT",
    /issued 91 seconds ago, accepted are 60/,
  ],
  [
    "an authentication older than max_age",
    { auth_time: now - 131 },
    { maxAgeSeconds: 100 },
    "ERR_VERIFICATION_AUTH_TIME",
    /authenticated 131 seconds ago, max_age is 100/,
  ],
  ["no auth_time after max_age", {}, { maxAgeSeconds: 100 }, "ERR_VERIFICATION_AUTH_TIME", /does not say when/],
  ["no auth_time after max_age 0", {}, { maxAgeSeconds: 0 }, "ERR_VERIFICATION_AUTH_TIME", /does not say when/],
  [
    "no auth_time where it is required",
    {},
    { requireAuthTime: true },
    "ERR_VERIFICATION_AUTH_TIME",
    /does not say when/,
  ],
  [
    "an authentication in the future",
    { auth_time: now + 31 },
    { requireAuthTime: true },
    "ERR_VERIFICATION_AUTH_TIME",
    /authenticates in 31 seconds/,
  ],
  [
    "an auth_time in milliseconds after max_age",
    { auth_time: now * 1000 },
    { maxAgeSeconds: 100 },
    "ERR_VERIFICATION_AUTH_TIME",
    /authenticates in/,
  ],
];

for (const [title, change, expectations, code, message] of refused) {
  test(`refuses ${title} (OpenID Connect Core §3.1.3.7)`, () => {
    assert.throws(() => verifyTimes({ ...claims, ...change }, expectations, now), { code, message });
  });
}
