import assert from "node:assert/strict";
import { test } from "node:test";
import { pickVerificationKey } from "../../../src/metadata/verification-key.ts";

const key = { kty: "EC", crv: "P-256", x: "x", y: "y", kid: "1", use: "sig", key_ops: ["verify"], issuer: "https://a" };

test("pickVerificationKey: takes what choosing and verifying need, and leaves the rest (RFC 7517 §4)", () => {
  assert.deepEqual(pickVerificationKey({ ...key, x5c: ["M"], extra: 1 }), { ok: true, key });
  assert.deepEqual(pickVerificationKey({ kty: "RSA" }), { ok: true, key: { kty: "RSA" } });
});

const malformed: readonly unknown[] = [
  null,
  [],
  "key",
  { ...key, kty: undefined },
  { ...key, kid: 1 },
  { ...key, issuer: {} },
  { ...key, key_ops: "verify" },
  { ...key, key_ops: [["verify"]] },
  { ...key, key_ops: [{ toString: 1 }] },
  { ...key, key_ops: [null] },
];

for (const entry of malformed) {
  test(`pickVerificationKey: passes over ${JSON.stringify(entry)} without an error, so the good keys stay (RFC 7517 §5)`, () => {
    assert.deepEqual(pickVerificationKey(entry), { ok: false, reason: "malformed", issues: [] });
  });
}

test("pickVerificationKey: tells a key with its secret part (RFC 7517 §9.2)", () => {
  assert.deepEqual(pickVerificationKey({ ...key, d: "d" }), { ok: false, reason: "secret", issues: [] });
});
