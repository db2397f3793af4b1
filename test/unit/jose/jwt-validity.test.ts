import assert from "node:assert/strict";
import { test } from "node:test";
import { verifyValidity } from "../../../src/jose/jwt-validity.ts";

const expectations = { name: "software statement", clock: () => 1_000_000_999, clockToleranceSeconds: 30 };
const now = 1_000_000;

const accepted: readonly (readonly [title: string, claims: object])[] = [
  ["no times at all", {}],
  ["an exp that is over by less than the tolerance", { exp: now - 29 }],
  ["an nbf that is ahead by the tolerance", { nbf: now + 30 }],
  ["an iat that is ahead by the tolerance", { iat: now + 30 }],
  ["times that hold now", { exp: now + 1, nbf: now, iat: now - 1_000_000 }],
];

for (const [title, claims] of accepted) {
  test(`accepts ${title} (RFC 7519 §4.1.4)`, () => verifyValidity(claims, expectations));
}

const refused: readonly (readonly [title: string, claims: object, error: object])[] = [
  [
    "an exp that is over by the tolerance",
    { exp: now - 30 },
    {
      code: "ERR_VERIFICATION_EXPIRED",
      parameter: "exp",
      message: /^The software statement expired 30 seconds ago \(RFC 7519 §4\.1\.4\)/,
    },
  ],
  [
    "an nbf that is ahead by more",
    { nbf: now + 31 },
    {
      code: "ERR_VERIFICATION_NOT_YET_VALID",
      parameter: "nbf",
      message: /becomes valid in 31 seconds \(RFC 7519 §4\.1\.5\)/,
    },
  ],
  [
    "an iat that is ahead by more",
    { iat: now + 31 },
    {
      code: "ERR_VERIFICATION_ISSUED_AT",
      parameter: "iat",
      message: /is dated 31 seconds in the future \(RFC 7519 §4\.1\.6\)/,
    },
  ],
];

for (const [title, claims, error] of refused) {
  test(`refuses ${title} (RFC 7519 §4.1.4)`, () => {
    assert.throws(() => verifyValidity(claims, expectations), { name: "VerificationError", ...error });
  });
}
