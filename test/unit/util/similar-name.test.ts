import assert from "node:assert/strict";
import { test } from "node:test";
import { findSimilarName, nameSkeleton } from "../../../src/util/similar-name.ts";

test("findSimilarName: case, separators and plural make no difference", () => {
  assert.equal(findSimilarName("redirectUri", ["scope", "redirect_uris"]), "redirect_uris");
  assert.equal(findSimilarName("SUBJECT-TOKEN", ["subject_token_type", "subject_token"]), "subject_token");
  assert.equal(findSimilarName("scopes", ["scope"]), "scope");
});

test("findSimilarName: other names and names without letters are like none", () => {
  assert.equal(findSimilarName("audience", ["scope"]), undefined);
  assert.equal(findSimilarName("1", ["scope"]), undefined);
});

test("nameSkeleton: is the letters", () => {
  assert.equal(nameSkeleton("clockToleranceSeconds"), "clocktolerancesecond");
});
