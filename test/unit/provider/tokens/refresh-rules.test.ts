import assert from "node:assert/strict";
import { test } from "node:test";
import { describeClient } from "../../../../src/provider/clients/registered-client.ts";
import { createProviderContext } from "../../../../src/provider/create-context.ts";
import { isRotated, refreshConfirmation, refreshLeewayMs } from "../../../../src/provider/tokens/refresh-rules.ts";
import { issuer } from "../../../fixtures/provider/grants-provider.ts";

const facts = { clientId: "c", secrets: [], isDisabled: false, isConfigured: true };
const confidential = describeClient({}, facts);
const publicClient = describeClient({ token_endpoint_auth_method: "none" }, facts);
const bound = { jkt: "thumbprint" };

test("refreshLeewayMs: ten seconds, or what is configured, and none with FAPI", () => {
  const tokens = { refreshLeewaySeconds: 30 };
  assert.equal(refreshLeewayMs(createProviderContext({ issuer })), 10_000);
  assert.equal(refreshLeewayMs(createProviderContext({ issuer, tokens })), 30_000);
  assert.equal(refreshLeewayMs(createProviderContext({ issuer, profile: "fapi2-security" })), 0);
});

for (const [title, options, client, confirmation, want] of [
  ["a confidential client by default", {}, confidential, undefined, true],
  ["a bound public client by default", {}, publicClient, bound, true],
  ["a confidential client that may keep it", { rotateRefreshTokens: "public" }, confidential, undefined, false],
  ["a bound public client that may keep it", { rotateRefreshTokens: "public" }, publicClient, bound, false],
  ["a public client in any case", { rotateRefreshTokens: "public" }, publicClient, undefined, true],
] as const) {
  test(`isRotated: ${title} (RFC 9700 §2.2.2)`, () => {
    assert.equal(isRotated(createProviderContext({ issuer, tokens: options }), client, confirmation), want);
  });
}

test("isRotated: with FAPI tokens of confidential clients are not replaced", () => {
  const context = createProviderContext({ issuer, profile: "fapi2-security" });
  assert.equal(isRotated(context, confidential, undefined), false);
});

test("refreshConfirmation: binds the tokens of public clients alone (RFC 9449 §5)", () => {
  assert.deepEqual(refreshConfirmation(publicClient, bound), bound);
  assert.equal(refreshConfirmation(confidential, bound), undefined);
});
