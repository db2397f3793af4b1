import assert from "node:assert/strict";
import { test } from "node:test";
import { deepFreeze } from "../../../src/util/deep-freeze.ts";

test("freezes a JSON value with everything in it and gives the same value back", () => {
  const value = { list: [{ member: 1 }], text: "a", nothing: null };
  assert.equal(deepFreeze(value), value);
  assert.ok(Object.isFrozen(value) && Object.isFrozen(value.list) && Object.isFrozen(value.list[0]));
});

test("leaves values that are no objects as they are", () => {
  assert.equal(deepFreeze("a"), "a");
  assert.equal(deepFreeze(null), null);
});
