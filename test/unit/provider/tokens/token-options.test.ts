import assert from "node:assert/strict";
import { test } from "node:test";
import { createProvider } from "../../../../src/provider/create-provider.ts";
import type { TokenOptions } from "../../../../src/provider/tokens/token-options.ts";
import { issuer } from "../../../fixtures/provider/grants-provider.ts";

for (const [title, tokens, parameter] of [
  ["a leeway below zero", { refreshLeewaySeconds: -1 }, "tokens.refreshLeewaySeconds"],
  ["a leeway that is no number", { refreshLeewaySeconds: Number.NaN }, "tokens.refreshLeewaySeconds"],
  ["a leeway of minutes", { refreshLeewaySeconds: 61 }, "tokens.refreshLeewaySeconds"],
  [
    "a client's lifetime of more than a day",
    { clients: { web: { accessTokenSeconds: 86_401 } } },
    'tokens.clients["web"].accessTokenSeconds',
  ],
  [
    "a resource's lifetime of nothing",
    { resources: { "https://api.example.com": { accessTokenSeconds: 0 } } },
    'tokens.resources["https://api.example.com"].accessTokenSeconds',
  ],
] as const satisfies readonly (readonly [string, TokenOptions, string])[]) {
  test(`tokens: refuses ${title}`, () => {
    assert.throws(() => createProvider({ issuer, tokens }), { code: "ERR_CONFIGURATION_OPTION", parameter });
  });
}

test("tokens: refuses what callers without types get wrong", () => {
  const wrongs = [{ rotateRefreshTokens: "never" }, { refreshLeway: 3 }];
  for (const tokens of wrongs)
    assert.throws(() => createProvider({ issuer, ...JSON.parse(JSON.stringify({ tokens })) }), {
      code: "ERR_CONFIGURATION_OPTION",
    });
});

test("tokens: takes what is within bounds", () => {
  const tokens = { refreshLeewaySeconds: 60, rotateRefreshTokens: "public", clients: { web: {} } } as const;
  assert.equal(createProvider({ issuer, tokens }).issuer, "https://id.example.com");
});

test("a key is published for as long as the access tokens of the client that has the longest (OpenID Connect Core §10.1.1)", async () => {
  const initial = { algorithms: ["ES256"] };
  const tokens = { clients: { web: { accessTokenSeconds: 86_400 } } };
  const { keys } = createProvider({ issuer, keys: initial, tokens });
  await keys.rotate("ES256");
  const [first] = (await keys.list()).filter(({ algorithm }) => algorithm === "ES256");
  const published = (first?.removeAtMs ?? 0) - (first?.retireAtMs ?? 0);
  assert.ok(published >= 86_400_000, String(published));
});
