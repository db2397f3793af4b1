import assert from "node:assert/strict";
import { test } from "node:test";
import { appendPointer, splitPointer } from "../../../src/schema/pointer.ts";

test("appendPointer: escapes tilde and slash (RFC 6901 section 3)", () => {
  assert.equal(appendPointer("", "a"), "/a");
  assert.equal(appendPointer("/a", "~/~1"), "/a/~0~1~01");
  assert.equal(appendPointer("", ""), "/");
});

test("splitPointer: is the reverse of it", () => {
  assert.deepEqual(splitPointer(""), []);
  assert.deepEqual(splitPointer("/"), [""]);
  assert.deepEqual(splitPointer("/a/~0~1~01/0"), ["a", "~/~1", "0"]);
});
