import assert from "node:assert/strict";
import { test } from "node:test";
import { resourceChallengeSchema } from "../../../generated/messages/resource-challenge.ts";
import { readChallenges } from "../../../src/exchange/challenge.ts";

function read(field: string | undefined): unknown {
  return readChallenges(new Headers(field === undefined ? {} : { "www-authenticate": field }));
}

test("readChallenges: max_age is the only parameter of the contract that is no text", () => {
  assert.deepEqual(resourceChallengeSchema.encodings, { max_age: "digits" });
});

const fields: readonly (readonly [string | undefined, unknown])[] = [
  [undefined, []],
  ["", []],
  ['Bearer realm="a b"', [{ scheme: "bearer", parameters: { realm: "a b" } }]],
  [
    'DPoP error="use_dpop_nonce", Bearer scope="a b"',
    [
      { scheme: "dpop", parameters: { error: "use_dpop_nonce" } },
      { scheme: "bearer", parameters: { scope: "a b" } },
    ],
  ],
  ["Negotiate YWJj=", [{ scheme: "negotiate", parameters: {}, token68: "YWJj=" }]],
  ['Bearer max_age="60"', [{ scheme: "bearer", parameters: { max_age: 60 } }]],
  ['Bearer max_age="soon"', [{ scheme: "bearer", parameters: { max_age: "soon" } }]],
  ['Bearer max_age="1000000000000000"', [{ scheme: "bearer", parameters: { max_age: "1000000000000000" } }]],
  ["Bearer realm=x, max_age=60", [{ scheme: "bearer", parameters: { realm: "x", max_age: 60 } }]],
];

for (const [field, challenges] of fields) {
  test(`readChallenges: ${field ?? "no field"}`, () => {
    assert.deepEqual(read(field), challenges);
  });
}

test("readChallenges: what it gives is frozen, and __proto__ is a parameter like any other", () => {
  const [challenge] = readChallenges(new Headers({ "www-authenticate": 'Bearer __proto__="x"' }));
  assert.ok(Object.isFrozen(challenge) && Object.isFrozen(challenge?.parameters));
  assert.equal(Object.getPrototypeOf(challenge?.parameters), Object.prototype);
});
