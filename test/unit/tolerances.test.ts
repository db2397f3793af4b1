import assert from "node:assert/strict";
import { test } from "node:test";
import { toleranceDeviations } from "../../generated/tolerances.ts";
import * as entry from "../../src/tolerances.ts";

const { tolerating, ...lists } = entry;

test("tolerances: the lists that are ready are these", () => {
  assert.deepEqual(lists, {
    amazonCognitoTolerances: ["boolean-string"],
    appleTolerances: ["boolean-string"],
    auth0Tolerances: ["iso-8601-date"],
    githubTolerances: ["scope-comma", "empty-strings", "form-encoded-response"],
    googleTolerances: ["verification-url"],
    linkedinTolerances: ["token-type-missing", "scope-comma"],
    microsoftEntraTolerances: ["metadata-member-missing"],
    microsoftEntraV1Tolerances: ["metadata-member-missing", "expires-in-string", "verification-url"],
    oktaTolerances: ["metadata-member-missing"],
    salesforceTolerances: ["metadata-member-missing", "iso-8601-date"],
    slackTolerances: ["token-type-alias", "scope-comma"],
  });
});

test("tolerances: every name exists, and none stands in a list twice", () => {
  for (const [list, names] of Object.entries(lists)) {
    assert.deepEqual([...new Set(names)], names, list);
    assert.deepEqual(tolerating(names).names, names);
    for (const name of names) assert.ok(Object.hasOwn(toleranceDeviations, name), `${list} has ${name}`);
  }
});
