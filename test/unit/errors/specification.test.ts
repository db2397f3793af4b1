import assert from "node:assert/strict";
import { test } from "node:test";
import { specification } from "../../../src/errors/specification.ts";

const references: readonly (readonly [string, string, string])[] = [
  ["rfc6749", "5.1", "RFC 6749 §5.1"],
  ["rfc6749", "A.1", "RFC 6749 §A.1"],
  ["oidc-core", "3.1.3.7", "OpenID Connect Core §3.1.3.7"],
  ["oauth-responses", "2.1", "OAuth 2.0 Multiple Response Types §2.1"],
  ["rfc6749", "Some heading", "RFC 6749, Some heading"],
  ["draft-unheard-of", "1", "draft-unheard-of §1"],
];

for (const [document, section, label] of references) {
  test(`specification: ${document} ${section} is written ${label}`, () => {
    assert.deepEqual(specification(document, section), { document, section, label });
  });
}

test("specification: takes the labels of other documents from the message that cites them", () => {
  const labels = [["oidc-discovery", "OpenID Connect Discovery"]] as const;
  assert.equal(specification("oidc-discovery", "3", labels).label, "OpenID Connect Discovery §3");
  assert.equal(specification("rfc6749", "5.1", labels).label, "RFC 6749 §5.1");
});
