import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { findRedirectUriProblem } from "../../src/util/redirect-uri.ts";
import { findResourceProblem } from "../../src/util/resource-indicator.ts";

const anyText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 30 }),
  fc.webUrl({ withFragments: true, withQueryParameters: true }),
  fc
    .tuple(fc.constantFrom("https://", "http://", "javascript:", "com.example:/"), fc.string({ maxLength: 20 }))
    .map((parts) => parts.join("")),
);

test("what a web client may redirect to is an https URL without fragment and user information (RFC 6749 §3.1.2)", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      if (findRedirectUriProblem(text) !== undefined) return;
      const url = new URL(text);
      assert.deepEqual([url.protocol, url.hash, url.username, url.password], ["https:", "", "", ""]);
      assert.doesNotMatch(text, /[#\\\s]/);
    }),
    { numRuns: 5000 },
  );
});

test("what a native application may redirect to never runs code", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      if (findRedirectUriProblem(text, { applicationType: "native" }) !== undefined) return;
      assert.match(text, /^(?:https?:\/\/|[A-Za-z][A-Za-z0-9+-]*\.)/);
    }),
    { numRuns: 5000 },
  );
});

test("what may be a resource is an absolute URI without fragment (RFC 8707 §2)", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      if (findResourceProblem(text) === undefined) assert.equal(new URL(text).hash, "");
    }),
    { numRuns: 5000 },
  );
});
