import assert from "node:assert/strict";
import { test } from "node:test";
import { calculateTokenHash } from "../../../src/jose/token-hash.ts";

const accessToken = "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y";

for (const [algs, hash] of [
  [["RS256", "PS256", "ES256", "HS256"], "77QmUPtjPfzWtF2AnpK9RQ"],
  [["RS384", "PS384", "ES384", "HS384"], "jtAeDp945y1dDqU3nkIVGNZP1HjH_MFs"],
  [["RS512", "PS512", "ES512", "HS512", "EdDSA", "Ed25519"], "q7nS86GgvvFaZkzALLWqJYaJIKw2wCDAVfCAsm5CrBM"],
] as const) {
  for (const alg of algs) {
    test(`calculates at_hash for ${alg} (OpenID Connect Core §3.1.3.6)`, async () => {
      assert.equal(await calculateTokenHash(alg, accessToken), hash);
    });
  }
}

for (const alg of ["none", "", "rs256", "Ed448", "ES256K", "ML-DSA-44", "constructor"]) {
  test(`has no hash for the alg "${alg}"`, async () => {
    await assert.rejects(calculateTokenHash(alg, accessToken), { code: "ERR_CONFIGURATION_OPTION", parameter: "alg" });
  });
}
