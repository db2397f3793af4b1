import assert from "node:assert/strict";
import { test } from "node:test";
import { specification } from "../../../src/errors/specification.ts";

const references: readonly (readonly [string, string, string])[] = [
  ["rfc6749", "5.1", "RFC 6749 §5.1"],
  ["rfc6749", "A.1", "RFC 6749 §A.1"],
  ["oidc-core", "3.1.3.7", "OpenID Connect Core §3.1.3.7"],
  ["oidc-discovery", "3", "OpenID Connect Discovery §3"],
  ["rfc6749", "Some heading", "RFC 6749, Some heading"],
  ["draft-unheard-of", "1", "draft-unheard-of §1"],
];

for (const [document, section, label] of references) {
  test(`specification: ${document} ${section} is written ${label}`, () => {
    assert.deepEqual(specification(document, section), { document, section, label });
  });
}
