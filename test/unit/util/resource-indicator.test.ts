import assert from "node:assert/strict";
import { test } from "node:test";
import { findResourceProblem } from "../../../src/util/resource-indicator.ts";

for (const resource of [
  "https://api.example.com",
  "https://api.example.com/app/?a=b",
  "urn:example:cooperation-context",
]) {
  test(`${resource} may be a resource (RFC 8707 §2)`, () => {
    assert.equal(findResourceProblem(resource), undefined);
  });
}

for (const [title, resource, message] of [
  ["a fragment", "https://api.example.com/#a", "must not have a fragment"],
  ["an empty fragment", "https://api.example.com/#", "must not have a fragment"],
  ["a relative reference", "/app", "must be an absolute URI"],
  ["nothing", "", "must be an absolute URI"],
  ["a name", "api", "must be an absolute URI"],
  ["a space", "https://api.example.com/a b", "must be an absolute URI"],
  ["a port that is none", "https://api.example.com:99999/", "must be an absolute URI"],
] as const) {
  test(`refuses a resource with ${title} (RFC 8707 §2)`, () => {
    const problem = findResourceProblem(resource);
    assert.deepEqual([problem?.message, problem?.specification.label], [message, "RFC 8707 §2"]);
  });
}
