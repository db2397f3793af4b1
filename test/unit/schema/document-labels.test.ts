import assert from "node:assert/strict";
import { test } from "node:test";
import { openidProviderMetadataSchema } from "../../../generated/messages/openid-provider-metadata.ts";
import { tokenResponseSchema } from "../../../generated/messages/token-response.ts";
import { documentLabelsOf } from "../../../src/schema/document-labels.ts";

test("documentLabelsOf: names each specification of a message once, without a section", () => {
  const labels = documentLabelsOf(tokenResponseSchema);
  assert.deepEqual(labels, [
    "RFC 6749",
    "RFC 8693",
    "RFC 9396",
    "RFC 9449",
    "OpenID Connect Core",
    "OpenID Connect Session Management",
  ]);
});

test("documentLabelsOf: begins with those of the message that is extended", () => {
  const labels = documentLabelsOf(openidProviderMetadataSchema);
  assert.equal(labels[0], "RFC 8414");
  assert.ok(labels.includes("OpenID Connect Discovery"));
  assert.equal(new Set(labels).size, labels.length);
  assert.ok(labels.every((label) => !/[§,]/.test(label)));
});
