import assert from "node:assert/strict";
import { test } from "node:test";
import { fieldOf, type HeaderFields } from "../../../src/http-signatures/http-message.ts";

test("reads the headers of Node, where a field is a text, a list or undefined (RFC 9421 §2.1)", () => {
  const headers = {
    accept: "a",
    "set-cookie": ["x=1", " y=2 "],
    "X-Id": ["1"],
    "x-id": "2",
    via: undefined,
    empty: [],
  };
  assert.equal(fieldOf(headers, "accept"), "a");
  assert.equal(fieldOf(headers, "set-cookie"), "x=1, y=2");
  assert.equal(fieldOf(headers, "x-id"), "1, 2");
  for (const name of ["via", "empty", "other"]) assert.equal(fieldOf(headers, name), undefined, name);
});

for (const value of [1, null, true, {}, [1], [undefined], [["a"]]]) {
  test(`refuses the field ${JSON.stringify(value)} with a typed error, where it is asked for`, () => {
    const headers: HeaderFields = Object.fromEntries([
      ["accept", "a"],
      ["x-id", JSON.parse(JSON.stringify(value))],
    ]);
    assert.equal(fieldOf(headers, "accept"), "a");
    assert.throws(() => fieldOf(headers, "x-id"), {
      name: "ConfigurationError",
      code: "ERR_CONFIGURATION_OPTION",
      parameter: "headers",
    });
  });
}

test("refuses headers that are none with a typed error", () => {
  for (const headers of [null, "accept: a", 1])
    assert.throws(() => fieldOf(JSON.parse(JSON.stringify(headers)), "accept"), {
      name: "ConfigurationError",
      parameter: "headers",
    });
});
