import assert from "node:assert/strict";
import { test } from "node:test";
import { createClientJwks } from "../../../src/jose/client-jwks.ts";

const one = { kty: "EC", crv: "P-256", x: "eA", y: "eQ", d: "secret", kid: "2", use: "sig" };
const old = { kty: "OKP", crv: "Ed25519", x: "eA", d: "secret", kid: "1" };

test("createClientJwks: publishes the public part of the new key and the old one, in order (RFC 7517 §5)", () => {
  const jwks = createClientJwks([one, old]);
  assert.deepEqual(jwks, {
    keys: [
      { kty: "EC", crv: "P-256", x: "eA", y: "eQ", kid: "2", use: "sig" },
      { kty: "OKP", crv: "Ed25519", x: "eA", kid: "1" },
    ],
  });
  assert.ok(Object.isFrozen(jwks.keys[0]));
  assert.equal(one.d, "secret");
});

test("createClientJwks: a single key needs no kid", () => {
  const { kid: _kid, ...nameless } = old;
  assert.deepEqual(createClientJwks([nameless]), { keys: [{ kty: "OKP", crv: "Ed25519", x: "eA" }] });
});

for (const [title, keys] of [
  ["no key", []],
  ["a symmetric key", [{ kty: "oct", k: "c2VjcmV0" }]],
  ["a kid twice", [one, { ...old, kid: "2" }]],
  ["several keys of which one has no kid", [one, { kty: "OKP", crv: "Ed25519", x: "eA" }]],
] as const) {
  test(`createClientJwks: refuses ${title}`, () => {
    assert.throws(() => createClientJwks(keys), { code: "ERR_CONFIGURATION_KEY" });
  });
}
