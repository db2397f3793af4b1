import assert from "node:assert/strict";
import { test } from "node:test";
import { de } from "../../../../../src/provider/pages/messages/de.ts";
import { en } from "../../../../../src/provider/pages/messages/en.ts";
import {
  createMessageTables,
  fillIn,
  findPlaceholders,
} from "../../../../../src/provider/pages/messages/message-tables.ts";

test("messages: German has the texts of English, in their order, none empty, with the same words in braces", () => {
  assert.deepEqual(Object.keys(de), Object.keys(en));
  for (const [key, text] of Object.entries(en)) {
    const german = Object.entries(de).find(([name]) => name === key)?.[1] ?? "";
    assert.notEqual(german.trim(), "", key);
    assert.deepEqual([...findPlaceholders(german)].sort(), [...findPlaceholders(text)].sort(), key);
  }
});

test("messages: a language has its own texts, then those of its parent, then English ones", () => {
  const tables = createMessageTables({
    "de-at": { "login.title": "Servus" },
    de: { "login.submit": "Los" },
    fr: { "login.title": "Connexion", "scope.orders.read.title": "Voir les commandes" },
  });
  assert.deepEqual([...tables.keys()], ["en", "de", "de-AT", "fr"]);
  const read = (language: string, key: string): string | undefined => tables.get(language)?.[key];
  assert.deepEqual(
    ["login.title", "login.submit", "login.cancel"].map((key) => read("de-AT", key)),
    ["Servus", "Los", "Abbrechen"],
  );
  assert.deepEqual(
    ["login.title", "login.submit", "scope.orders.read.title"].map((key) => read("fr", key)),
    ["Connexion", "Sign in", "Voir les commandes"],
  );
  assert.equal(read("en", "login.title"), "Sign in");
});

test("messages: what can't be shown is refused with its place", () => {
  const refused: readonly (readonly [messages: object, message: RegExp, remedy?: string])[] = [
    [{ fr: { "login.titel": "x" } }, /pages\.messages\.fr\.login\.titel is no text of the pages/],
    [{ fr: { "login.Title": "x" } }, /is no text of the pages/, "Did you mean login.title?"],
    [{ "not a tag": {} }, /pages\.messages\.not a tag is no language tag/],
    [{ fr: { "login.title": 1 } }, /must be text/],
    [{ fr: { "login.continue": "vers {app}" } }, /has \{app\}, which is never filled in/],
    [{ fr: { "scope.x.title": "{a}" } }, /has \{a\}, which is never filled in/],
    [{ fr: { toString: "x" } }, /is no text of the pages/],
  ];
  for (const [messages, message, remedy] of refused) {
    const expected = { code: "ERR_CONFIGURATION_OPTION", message, ...(remedy !== undefined && { remedy }) };
    assert.throws(() => createMessageTables(messages as never), expected);
  }
});

test("messages: words in braces are filled in once, and stay where there is no value", () => {
  assert.equal(fillIn("{a} {b} {c}", { a: "{b}", b: "$&" }), "{b} $& {c}");
  assert.equal(fillIn("{toString}"), "{toString}");
});
