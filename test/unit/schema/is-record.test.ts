import assert from "node:assert/strict";
import { test } from "node:test";
import { isRecord } from "../../../src/schema/is-record.ts";

test("isRecord: takes objects only, neither null nor arrays", () => {
  assert.deepEqual([{}, { a: 1 }, Object.create(null)].map(isRecord), [true, true, true]);
  assert.deepEqual([null, undefined, [], "x", 1, () => 1].map(isRecord), [false, false, false, false, false, false]);
});
