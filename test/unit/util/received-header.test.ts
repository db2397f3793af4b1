import assert from "node:assert/strict";
import { test } from "node:test";
import { readReceivedHeader } from "../../../src/util/received-header.ts";

for (const [title, headers, want] of [
  ["a field of Headers", new Headers({ DPoP: "a" }), ["a"]],
  ["a missing field of Headers", new Headers({ other: "a" }), []],
  ["an empty field", new Headers({ dpop: "" }), [""]],
  [
    "fields that Headers joined",
    new Headers([
      ["dpop", "a"],
      ["DPoP", "b"],
    ]),
    ["a, b"],
  ],
  ["a field of an object, in any case", { DPoP: "a" }, ["a"]],
  ["a missing field of an object", { other: "a", dpop: undefined }, []],
  ["a list", { dpop: ["a", "b"] }, ["a", "b"]],
  ["one field spelt twice", { dpop: "a", DPOP: "b" }, ["a", "b"]],
  ["a field named get", { get: "a", dpop: "b" }, ["b"]],
] as const)
  test(`received header: ${title}`, () => {
    assert.deepEqual(readReceivedHeader(headers, "dpop"), want);
  });
