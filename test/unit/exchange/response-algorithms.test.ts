import assert from "node:assert/strict";
import { test } from "node:test";
import { chooseResponseAlgorithms } from "../../../src/exchange/response-algorithms.ts";

const announcedBy = "userinfo_signing_alg_values_supported";
const profile = { announcedBy, usualAlgorithms: [] } as const;
const issuer = "https://id.example.com";

function metadataWith(supported: readonly string[] | undefined) {
  return { issuer, response_types_supported: [], ...(supported === undefined ? {} : { [announcedBy]: supported }) };
}

for (const [supported, registered, chosen] of [
  [undefined, undefined, []],
  [["none", "HS256"], undefined, []],
  [["none", "RS256", "HS256", "ES256", "XX1"], undefined, ["RS256", "ES256"]],
  [undefined, ["ES256"], ["ES256"]],
  [["RS256", "ES256"], ["ES256", "PS256"], ["ES256"]],
] as const) {
  test(`chooseResponseAlgorithms: of ${supported} and ${registered} gives ${chosen}`, () => {
    assert.deepEqual(chooseResponseAlgorithms(profile, { metadata: metadataWith(supported), registered }), chosen);
  });
}

for (const [supported, registered] of [
  [["RS256"], ["ES256"]],
  [["HS256", "none"], ["HS256"]],
  [[], ["ES256"]],
] as const) {
  test(`chooseResponseAlgorithms: refuses ${registered} where ${supported} is announced`, () => {
    assert.throws(() => chooseResponseAlgorithms(profile, { metadata: metadataWith(supported), registered }), {
      code: "ERR_CONFIGURATION_OPTION",
      parameter: "userinfo_signing_alg_values_supported",
    });
  });
}

for (const [registered, chosen] of [
  [undefined, ["RS256"]],
  [["RS256"], ["RS256"]],
] as const) {
  test(`chooseResponseAlgorithms: takes what is usual for ${chosen} where nothing is announced, and ${registered} registered`, () => {
    const usual = { announcedBy, usualAlgorithms: ["RS256"] } as const;
    assert.deepEqual(chooseResponseAlgorithms(usual, { metadata: metadataWith(undefined), registered }), chosen);
  });
}

test("chooseResponseAlgorithms: refuses what is registered beside what is usual", () => {
  const usual = { announcedBy, usualAlgorithms: ["RS256"] } as const;
  assert.throws(() => chooseResponseAlgorithms(usual, { metadata: metadataWith(undefined), registered: ["ES256"] }), {
    code: "ERR_CONFIGURATION_OPTION",
  });
});
