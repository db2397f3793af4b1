import assert from "node:assert/strict";
import { test } from "node:test";
import { formatScope, includesScope, parseScope, subtractScopes, uniteScopes } from "../../../src/util/scope-set.ts";

for (const [text, values] of [
  ["openid", ["openid"]],
  ["openid profile", ["openid", "profile"]],
  ["openid profile openid", ["openid", "profile"]],
  ["! #[]{}<tag>~ https://api.example.com/a:b", ["!", "#[]{}<tag>~", "https://api.example.com/a:b"]],
] as const) {
  test(`parses the scope ${text} (RFC 6749 §3.3)`, () => {
    assert.deepEqual(parseScope(text), values);
  });
}

for (const [title, text] of [
  ["no text", ""],
  ["a space at the start", " openid"],
  ["a space at the end", "openid "],
  ["two spaces", "openid  profile"],
  ["a tab", "openid\tprofile"],
  ["a line break", "openid\n"],
  ["a quotation mark", 'open"id'],
  ["a backslash", "open\\id"],
  ["a letter beyond ASCII", "größe"],
  ["a delete character", "a\x7f"],
] as const) {
  test(`refuses a scope with ${title} (RFC 6749 §3.3)`, () => {
    assert.equal(parseScope(text), undefined);
    assert.equal(includesScope(text, ["openid"]), false);
    for (const call of [
      () => includesScope("openid", text),
      () => formatScope([text]),
      () => uniteScopes("openid", [text]),
      () => subtractScopes([text], "openid"),
    ]) {
      assert.throws(call, { code: "ERR_CONFIGURATION_OPTION", parameter: "scope", message: /RFC 6749 §3\.3/ });
    }
  });
}

test("a value that hides two is no value (RFC 6749 §3.3)", () => {
  assert.throws(() => formatScope(["openid admin"]), { code: "ERR_CONFIGURATION_OPTION" });
  assert.equal(includesScope(["openid admin"], "admin"), false);
});

test("writes values once, in their order", () => {
  assert.equal(formatScope(["b", "a", "b"]), "b a");
  assert.equal(formatScope([]), "");
});

for (const [granted, wanted, includes] of [
  ["openid profile", "profile", true],
  ["openid profile", "profile openid", true],
  ["openid", "openid profile", false],
  ["openid", "Openid", false],
  ["openid-extra", "openid", false],
  [["a", "b"], ["b"], true],
  [[], ["b"], false],
  ["a", [], true],
] as const) {
  test(`${JSON.stringify(granted)} ${includes ? "includes" : "lacks"} ${JSON.stringify(wanted)}`, () => {
    assert.equal(includesScope(granted, wanted), includes);
  });
}

test("unites and subtracts", () => {
  assert.deepEqual(uniteScopes("a b", "b c"), ["a", "b", "c"]);
  assert.deepEqual(uniteScopes([], ["c", "c"]), ["c"]);
  assert.deepEqual(subtractScopes("a b c", "b"), ["a", "c"]);
  assert.deepEqual(subtractScopes("a", "a"), []);
});
