import assert from "node:assert/strict";
import { test } from "node:test";
import { openidProviderMetadataSchema } from "../../../generated/messages/openid-provider-metadata.ts";
import { tokenResponseSchema } from "../../../generated/messages/token-response.ts";
import { documentLabels } from "../../../src/exchange/exchange-event.ts";

test("documentLabels: names each specification of a message once, without a section", () => {
  const labels = documentLabels(tokenResponseSchema);
  assert.deepEqual(labels.slice(0, 4), ["RFC 6749", "RFC 8693", "RFC 9396", "OpenID Connect Core"]);
  assert.equal(new Set(labels).size, labels.length);
});

test("documentLabels: begins with those of the message that is extended", () => {
  const labels = documentLabels(openidProviderMetadataSchema);
  assert.equal(labels[0], "RFC 8414");
  assert.ok(labels.includes("OpenID Connect Discovery"));
  assert.equal(new Set(labels).size, labels.length);
  assert.ok(labels.every((label) => !/[§,]/.test(label)));
});
