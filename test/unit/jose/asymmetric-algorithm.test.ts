import assert from "node:assert/strict";
import { test } from "node:test";
import { filterJwsAlgorithms } from "../../../src/jose/algorithms.ts";
import { isAsymmetricAlgorithm } from "../../../src/jose/asymmetric-algorithm.ts";

test("isAsymmetricAlgorithm: says of every algorithm what the table says", () => {
  const rows = filterJwsAlgorithms(() => true);
  assert.ok(rows.length > 10);
  for (const { name, asymmetric } of rows) assert.equal(isAsymmetricAlgorithm(name), asymmetric, name);
});

for (const name of ["none", "", "RS1", "RS2560", "xRS256", "RS256\n", "ES256K", "EdDSA ", "ed25519", "HS256"]) {
  test(`isAsymmetricAlgorithm: ${JSON.stringify(name)} is none`, () =>
    assert.equal(isAsymmetricAlgorithm(name), false));
}
