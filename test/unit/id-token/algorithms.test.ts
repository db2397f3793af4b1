import assert from "node:assert/strict";
import { test } from "node:test";
import { chooseIdTokenAlgorithms } from "../../../src/id-token/algorithms.ts";

for (const [title, sources, want] of [
  ["RS256 when nothing is known", {}, ["RS256"]],
  ["what the provider announces", { supported: ["RS256", "ES256", "EdDSA"] }, ["RS256", "ES256", "EdDSA"]],
  ["no HMAC, none or unknown algorithm", { supported: ["none", "HS256", "ES256K", "PS256"] }, ["PS256"]],
  ["what both sides have", { supported: ["RS256", "ES256"], accepted: ["PS256", "ES256"] }, ["ES256"]],
  ["the registered algorithm", { supported: ["RS256", "ES256"], accepted: ["ES256"] }, ["ES256"]],
] as const) {
  test(`chooses ${title} (OpenID Connect Core §3.1.3.7)`, () => {
    const chosen = chooseIdTokenAlgorithms(sources);
    assert.deepEqual(chosen, want);
    assert.ok(Object.isFrozen(chosen));
  });
}

test("refuses when there is no common algorithm and names both lists", () => {
  assert.throws(() => chooseIdTokenAlgorithms({ supported: ["RS256"], accepted: ["ES256", "PS256"] }), {
    code: "ERR_CONFIGURATION_OPTION",
    message: /accepted are ES256, PS256, the provider supports RS256/,
  });
  assert.throws(() => chooseIdTokenAlgorithms({ supported: ["HS256", "none"] }), { code: "ERR_CONFIGURATION_OPTION" });
  assert.throws(() => chooseIdTokenAlgorithms({ accepted: ["ES256"] }), { message: /the provider supports RS256/ });
});

for (const alg of ["none", "HS256", "RS1", "__proto__"]) {
  test(`refuses a caller that accepts ${alg} (RFC 8725 §3.1)`, () => {
    assert.throws(() => chooseIdTokenAlgorithms({ supported: [alg, "RS256"], accepted: ["RS256", alg] }), {
      code: "ERR_CONFIGURATION_OPTION",
      message: new RegExp(`cannot be accepted with ${alg}:`),
    });
  });
}
