import assert from "node:assert/strict";
import { test } from "node:test";
import { chooseResponseAlgorithms } from "../../../src/exchange/response-algorithms.ts";

const member = "userinfo_signing_alg_values_supported";

for (const [supported, registered, chosen] of [
  [undefined, undefined, []],
  [["none", "HS256"], undefined, []],
  [["none", "RS256", "HS256", "ES256", "XX1"], undefined, ["RS256", "ES256"]],
  [undefined, ["ES256"], ["ES256"]],
  [["RS256", "ES256"], ["ES256", "PS256"], ["ES256"]],
] as const) {
  test(`chooseResponseAlgorithms: of ${supported} and ${registered} gives ${chosen}`, () => {
    assert.deepEqual(chooseResponseAlgorithms({ member, supported, registered }), chosen);
  });
}

for (const [supported, registered] of [
  [["RS256"], ["ES256"]],
  [["HS256", "none"], ["HS256"]],
  [[], ["ES256"]],
] as const) {
  test(`chooseResponseAlgorithms: refuses ${registered} where ${supported} is announced`, () => {
    assert.throws(() => chooseResponseAlgorithms({ member, supported, registered }), {
      code: "ERR_CONFIGURATION_OPTION",
      parameter: "userinfo_signing_alg_values_supported",
    });
  });
}
