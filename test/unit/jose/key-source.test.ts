import assert from "node:assert/strict";
import { test } from "node:test";
import { createStaticKeySource } from "../../../src/jose/key-source.ts";

test("hands out the same keys whatever the header names (RFC 7517 §5)", async () => {
  const keys = [{ kty: "EC", kid: "a" }, { kty: "RSA" }];
  const source = createStaticKeySource({ keys });
  assert.deepEqual(await source.find({ alg: "RS256", kid: "unknown" }), [{ kty: "EC", kid: "a" }, { kty: "RSA" }]);
  assert.equal(await source.find({ alg: "ES256" }), await source.find({ alg: "RS256" }));
});

test("keeps its keys when the list given is changed later", async () => {
  const keys = [{ kty: "EC" }];
  const source = createStaticKeySource({ keys });
  keys.push({ kty: "RSA" });
  assert.equal((await source.find({ alg: "ES256" })).length, 1);
  assert.ok(Object.isFrozen(source));
  assert.ok(Object.isFrozen(await source.find({ alg: "ES256" })));
});

test("has nothing to refresh", () => {
  assert.equal(createStaticKeySource({ keys: [] }).refresh, undefined);
});

for (const given of [{}, null, undefined, [], { keys: null }, { keys: { 0: { kty: "EC" } } }, { keys: "EC" }]) {
  test(`refuses ${JSON.stringify(given)} in place of a JWK Set (RFC 7517 §5.1)`, () => {
    assert.throws(() => createStaticKeySource(given as unknown as { keys: [] }), {
      code: "ERR_CONFIGURATION_OPTION",
      parameter: "keys",
    });
  });
}

for (const [title, key] of [
  ["symmetric", { kty: "oct", k: "AA" }],
  ["private", { kty: "EC", d: "AA" }],
] as const) {
  test(`refuses a set with a ${title} key beside public ones (RFC 7517 §5.1)`, () => {
    assert.throws(() => createStaticKeySource({ keys: [{ kty: "RSA" }, key] }), {
      code: "ERR_CONFIGURATION_OPTION",
      parameter: "keys",
      message: /its keys public ones/,
    });
  });
}

test("leaves entries that are no keys to the verification, which passes over them (RFC 7517 §5)", async () => {
  const keys: [] = JSON.parse('[null, "key", 1]');
  assert.equal((await createStaticKeySource({ keys }).find({ alg: "ES256" })).length, 3);
});
