import assert from "node:assert/strict";
import { test } from "node:test";
import { createParameterList, type ParameterList, type ParameterListInput } from "../../../src/util/parameter-list.ts";

const ab = createParameterList([
  ["a", "1"],
  ["b", "2"],
  ["a", "3"],
]);

for (const [title, input, entries] of [
  ["nothing", undefined, []],
  [
    "form text",
    "a=1&b=x+y%26&a=3",
    [
      ["a", "1"],
      ["b", "x y&"],
      ["a", "3"],
    ],
  ],
  ["a query", "?a=1", [["a", "1"]]],
  [
    "pairs",
    [
      ["b", ""],
      ["a", "1"],
    ],
    [
      ["b", ""],
      ["a", "1"],
    ],
  ],
  ["a map", new Map([["a", "1"]]), [["a", "1"]]],
  ["URLSearchParams", new URLSearchParams("a=1"), [["a", "1"]]],
  [
    "an object",
    { a: "1", b: undefined, c: "", d: ["2", "", "3"] },
    [
      ["a", "1"],
      ["d", "2"],
      ["d", "3"],
    ],
  ],
  [
    "a list of its own",
    ab,
    [
      ["a", "1"],
      ["b", "2"],
      ["a", "3"],
    ],
  ],
] as const satisfies readonly (readonly [string, ParameterListInput | undefined, ParameterList["entries"]])[]) {
  test(`is made of ${title}`, () => {
    assert.deepEqual(createParameterList(input).entries, entries);
    assert.deepEqual([...createParameterList(input)], entries);
  });
}

test("gives values in order, and tells which names repeat (RFC 6749 §3.1)", () => {
  assert.equal(ab.get("a"), "1");
  assert.deepEqual(ab.getAll("a"), ["1", "3"]);
  assert.equal(ab.get("c"), undefined);
  assert.deepEqual(ab.getAll("c"), []);
  assert.equal(ab.has("b"), true);
  assert.equal(ab.has("c"), false);
  assert.deepEqual(ab.repeated, ["a"]);
  assert.deepEqual(createParameterList("b=1").repeated, []);
});

test("takes names of Object's prototype for names", () => {
  const list = createParameterList("__proto__=1&constructor=2");
  assert.equal(list.get("__proto__"), "1");
  assert.equal(list.get("toString"), undefined);
  assert.equal(list.has("hasOwnProperty"), false);
  assert.equal(list.add("__proto__", "3").toString(), "__proto__=1&constructor=2&__proto__=3");
});

for (const [title, list, text] of [
  ["adds", ab.add("a", "4"), "a=1&b=2&a=3&a=4"],
  ["replaces all", ab.add("a", "4", { replace: "all" }), "a=4&b=2"],
  ["replaces the only one", ab.add("b", "4", { replace: "single" }), "a=1&b=4&a=3"],
  ["adds where there is none to replace", ab.add("c", "4", { replace: "single" }), "a=1&b=2&a=3&c=4"],
  ["adds where there are none to replace", ab.add("c", "4", { replace: "all" }), "a=1&b=2&a=3&c=4"],
  ["adds what is optional", ab.addOptional("c", "4"), "a=1&b=2&a=3&c=4"],
  ["leaves out what is optional and missing", ab.addOptional("c", undefined), "a=1&b=2&a=3"],
  ["leaves out what is optional and empty", ab.addOptional("a", ""), "a=1&b=2&a=3"],
  ["adds an empty value where that is one", ab.addOptional("c", "", { allowEmpty: true }), "a=1&b=2&a=3&c="],
  ["repeats where that is allowed", ab.addOptional("b", "2", { allowRepeated: true }), "a=1&b=2&a=3&b=2"],
  ["adds what is required", ab.addRequired("c", "4"), "a=1&b=2&a=3&c=4"],
  ["keeps what is required and there", ab.addRequired("b", undefined), "a=1&b=2&a=3"],
  ["does not repeat what is required", ab.addRequired("b", "2"), "a=1&b=2&a=3"],
  ["repeats what is required where allowed", ab.addRequired("b", "4", { allowRepeated: true }), "a=1&b=2&a=3&b=4"],
  ["adds a required empty value where that is one", ab.addRequired("c", "", { allowEmpty: true }), "a=1&b=2&a=3&c="],
  ["removes", ab.remove("a"), "b=2"],
  ["merges what it lacks", ab.merge({ a: "9", c: ["7", "8"] }), "a=1&b=2&a=3&c=7&c=8"],
] as const) {
  test(`${title}, and changes nothing of the list before`, () => {
    assert.equal(list.toString(), text);
    assert.equal(ab.toString(), "a=1&b=2&a=3");
  });
}

for (const [title, call, message] of [
  ["to replace one of two", () => ab.add("a", "4", { replace: "single" }), /"a" has several values/],
  ["a second optional value", () => ab.addOptional("b", "2"), /"b" has a value already/],
  ["another required value", () => ab.addRequired("b", "4"), /"b" has another value already/],
  ["no required value", () => ab.addRequired("c", undefined), /"c" is required/],
  ["an empty required value", () => ab.addRequired("c", ""), /"c" is required/],
  ["an empty name", () => ab.add("", "1"), /must have a name/],
  ["an empty name of what is optional", () => ab.addOptional("", undefined), /must have a name/],
  ["an empty name of what is required", () => ab.addRequired("", "1"), /must have a name/],
  ["an empty name in a text", () => createParameterList("=1"), /must have a name/],
] as const) {
  test(`refuses ${title}`, () => {
    assert.throws(call, { name: "ConfigurationError", code: "ERR_CONFIGURATION_OPTION", message });
  });
}

test("shows no value in an error", () => {
  assert.throws(
    () => createParameterList("client_secret=hush").addOptional("client_secret", "quiet"),
    (error) => {
      assert.doesNotMatch(JSON.stringify(error), /hush|quiet/);
      return true;
    },
  );
});

test("gives URLSearchParams of its own, and is frozen", () => {
  const parameters = ab.toURLSearchParams();
  parameters.append("c", "4");
  assert.equal(ab.toString(), "a=1&b=2&a=3");
  assert.ok([ab, ab.entries, ab.repeated, ...ab.entries].every((value) => Object.isFrozen(value)));
});
